"""The diagnoses of the demo province: real ICD-10 codes, few of them."""

from dataclasses import dataclass

import numpy as np

# code, name, sex (0 both, 1 men, 2 women), department, weight in hospital stays,
# weight in outpatient care. The last ones are used by planted cases only.
_ROWS = """
J18.900|肺炎|0|A03|60|10
J44.100|慢性阻塞性肺病伴有急性加重|0|A03|60|10
J06.900|急性上呼吸道感染|0|A03|20|150
J20.900|急性支气管炎|0|A03|40|60
I10.x00x002|高血压|0|A03|40|150
I25.103|冠状动脉粥样硬化性心脏病|0|A03|35|40
I50.900|心力衰竭|0|A03|20|5
I63.900|脑梗死|0|A03|35|15
I61.900|脑出血|0|A03|8|1
E11.900|2型糖尿病|0|A03|25|60
K29.500|慢性胃炎|0|A03|30|80
K81.000|急性胆囊炎|0|A04|20|4
K80.200|胆囊结石|0|A04|20|8
K35.800|急性阑尾炎|0|A04|15|1
N20.000|肾结石|0|A04|12|6
S82.600|外踝骨折|0|A04|10|3
S52.500|桡骨下端骨折|0|A04|10|4
S01.800x011|头部开放性损伤|0|A04|6|12
M51.202|腰椎间盘突出|0|A50|30|30
M17.900|膝关节病|0|A50|20|40
M06.900|类风湿关节炎|0|A51|18|25
M54.500|下背痛|0|A51|6|40
G43.900|偏头痛|0|A51|5|15
A16.200|肺结核|0|A03|6|3
B18.100|慢性乙型病毒性肝炎|0|A03|8|10
D50.900|缺铁性贫血|0|A03|6|8
H25.900|老年性白内障|0|A04|8|4
H26.900|白内障|0|A04|4|2
N40.x00|前列腺增生|1|A04|8|8
C61.x00|前列腺恶性肿瘤|1|A04|2|2
N76.000|急性阴道炎|2|A05|3|25
D25.900|子宫平滑肌瘤|2|A05|8|5
O80.000|头位顺产|2|A05|16|0
O82.000|选择性剖宫产术的分娩|2|A05|8|0
P23.900|先天性肺炎|0|A07|0|0
F20.900|精神分裂症|0|A03|0|0
Z51.103|恶性肿瘤维持性化学治疗|0|A03|0|0
Z51.003|恶性肿瘤放射治疗|0|A03|0|0
Z51.800|特指的医疗照顾|0|A03|0|0
Z49.100|体外透析|0|A03|0|0
Z50.900|康复操作|0|A50|0|0
Z47.000|骨折内固定取出|0|A04|0|0
D56.900|地中海贫血|0|A03|0|0
D61.900|再生障碍性贫血|0|A03|0|0
I21.900|急性心肌梗死|0|A03|0|0
I60.900|蛛网膜下腔出血|0|A03|0|0
I62.900|非创伤性颅内出血|0|A03|0|0
I64.x00|脑卒中|0|A03|0|0
J96.900|呼吸衰竭|0|A03|0|0
J15.900|细菌性肺炎|0|A03|0|0
J18.100|大叶性肺炎|0|A03|0|0
J47.x00|支气管扩张|0|A03|0|0
Q56.400|性别不清|0|A04|0|0
Q96.900|特纳综合征|0|A05|0|0
Q97.900|性染色体异常（女性表型）|0|A05|0|0
Q98.900|性染色体异常（男性表型）|0|A04|0|0
Q99.900|染色体异常|0|A03|0|0
E34.501|雄激素抵抗综合征|0|A04|0|0
"""

DEPARTMENTS = {
    "A03": "内科",
    "A04": "外科",
    "A05": "妇产科",
    "A07": "儿科",
    "A20": "急诊医学科",
    "A28": "重症医学科",
    "A50": "中医科",
    "A51": "民族医学科（藏医学）",
}
DEPARTMENT_CODES = np.array([code.encode() for code in DEPARTMENTS])
DEPARTMENT_NAMES = np.array([name.encode() for name in DEPARTMENTS.values()])


@dataclass(frozen=True)
class Diagnoses:
    """Diagnoses by position; arrays of one length."""

    code: np.ndarray
    name: np.ndarray
    sex: np.ndarray
    department: np.ndarray
    stay_weight: np.ndarray
    visit_weight: np.ndarray

    def of(self, prefix: str) -> int:
        """Return the position of the first diagnosis whose code starts so."""
        for position, code in enumerate(self.code):
            if code.decode().startswith(prefix):
                return position
        raise ValueError(f"no diagnosis of the demo province starts with {prefix!r}")


def diagnoses() -> Diagnoses:
    """Return all diagnoses of the demo province."""
    rows = [line.split("|") for line in _ROWS.strip().splitlines()]
    code, name, sex, department, stay, visit = zip(*rows, strict=True)
    positions = {code: i for i, code in enumerate(DEPARTMENTS)}
    return Diagnoses(
        code=np.array([c.encode() for c in code]),
        name=np.array([n.encode() for n in name]),
        sex=np.array(sex, dtype=np.int8),
        department=np.array([positions[d] for d in department], dtype=np.int16),
        stay_weight=np.array(stay, dtype=float),
        visit_weight=np.array(visit, dtype=float),
    )
