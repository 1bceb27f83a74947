"""A file of one row for every official layout, and the facts it states."""

from pathlib import Path

from tests import attachments as files

BY_DRUG = (*files.DRUG, files.COUNT)
ITEM = (
    "序号",
    "项目名称",
    "检出逻辑",
    "逻辑依据（临床意义/适应症）",
    "项目代码",
    "备注",
)
MATERIAL = ("序号", "医用耗材单件产品名称", "检出逻辑", "逻辑依据", "备注", "代码数量")
DRUG_CODES = [(1, "甲药", files.drug(1))]
MATERIAL_CODES = [(1, "甲材", files.material(1))]

# layout: header, one row, codes, title, expected list and facts
SAMPLES = {
    "drugs_work_injury": (
        BY_DRUG,
        (1, "甲药", "参保人险种非工伤保险", "限工伤保险", 1),
        DRUG_CODES,
        {"insurance": "工伤"},
    ),
    "drugs_maternity": (
        BY_DRUG,
        (1, "甲药", "参保人险种非生育保险", "限生育保险", 1),
        DRUG_CODES,
        {"insurance": "生育"},
    ),
    "drugs_by_sex": (
        files.SEXES,
        (1, "甲药", "女", "与限定性别不符", "说明书", 1),
        DRUG_CODES,
        {"allowed_gend": "2"},
    ),
    "drugs_forbidden_to_children": (
        ("序号", "药品通用名", "儿童禁用年龄阈值", "检出逻辑", "逻辑依据", files.COUNT),
        (1, "甲药", "＜18岁", "参保人年龄超出儿童年龄限制", "说明书", 1),
        DRUG_CODES,
        {"min_months": "216"},
    ),
    "drugs_for_children_only": (
        BY_DRUG,
        (1, "甲药", "参保人（就诊人）年龄超出儿童年龄限制", "儿童专用", 1),
        DRUG_CODES,
        {"max_months": "215"},
    ),
    "drugs_limited_to_children": (
        BY_DRUG,
        (1, "甲药", "参保人（就诊人）年龄超出儿童年龄限制", "限3岁-12岁儿童", 1),
        DRUG_CODES,
        {"min_months": "36", "max_months": "155"},
    ),
    "drugs_by_setting": (
        BY_DRUG,
        (1, "甲药", "使用药品的就医方式不符合限定就医方式", "限急诊或住院", 1),
        DRUG_CODES,
        {"allows_inpatient": "1", "allows_emergency": "1"},
    ),
    "drugs_by_level": (
        BY_DRUG,
        (
            *(1, "甲药", "使用药品的医疗机构级别低于限定级别"),
            *("首次处方时需由二级及以上医疗机构开具", 1),
        ),
        DRUG_CODES,
        {"min_level": "2", "first_prescription_only": "1"},
    ),
    "drugs_by_course": (
        BY_DRUG,
        (
            *(1, "甲药", "使用药品的日期总计超过限制天数"),
            *("限急性期48小时内开始，支付不超过14天", 1),
        ),
        DRUG_CODES,
        {
            "max_days": "14",
            "start_within_hours": "48",
            "counting": "distinct_days",
        },
    ),
    "drugs_second_line": (
        BY_DRUG,
        (
            1,
            "甲药",
            "使用了该药品，但没有一线药品使用无效或不能耐受的证据",
            "限二线",
            1,
        ),
        DRUG_CODES,
        {},
    ),
    "drugs_by_indication": (
        BY_DRUG,
        (1, "甲药", "使用药品的疾病诊断不符合限定支付适应症", "限甲病", 1),
        DRUG_CODES,
        {"clause_text": "限甲病"},
    ),
    "drugs_internet": (
        BY_DRUG,
        (1, "甲药", "互联网诊疗时开具麻醉药品精神药品", "管理办法", 1),
        DRUG_CODES,
        {},
    ),
    "drugs_duplicated": (
        ("序号", "药品通用名", "药品分类", "分类组号"),
        (1, "甲药", "质子泵抑制剂", 7),
        None,
        {"group_name": "质子泵抑制剂", "group_id": "7"},
    ),
    "antibiotics_around_surgery": (
        (
            *("序号", "病案首页切口类别", "指导原则切口类别", "手术名称"),
            *("抗菌药物选择", "药品通用名", "检出逻辑", "逻辑依据（2015）"),
        ),
        (1, "Ⅰ", "Ⅰ", "甲手术", "第一代头孢", "甲药", "不在推荐之内", "指导原则"),
        None,
        {"operation_name": "甲手术", "cut_class": "Ⅰ"},
    ),
    "slices_unpayable": (
        (
            *("序号", "中药饮片名称", "中药饮片代码（供参考）", "检出逻辑"),
            "逻辑依据（国家医保支付政策）",
        ),
        (1, "甲片", files.slice_code(1), "不得纳入基金支付范围的中药饮片", "目录"),
        None,
        {},
    ),
    "slices_single_use": (
        (
            *("序号", "中药饮片名称", "中药饮片代码（供参考）", "检出逻辑"),
            "逻辑依据（国家医保支付政策）",
        ),
        (
            *(1, "甲片", files.slice_code(1)),
            *(
                "单独使用时统筹基金不予支付，且全部由这些饮片组成的处方也不予支付",
                "目录",
            ),
        ),
        None,
        {},
    ),
    "slices_over_maximum": (
        (
            *("序号", "饮片名称", "代码", "2025版药典每日最大用量(g)"),
            *("检出逻辑", "用法与用量"),
        ),
        (1, "甲片", files.slice_code(1), 3, "超过最大用量（建议阈值：5倍）", "1～3g"),
        None,
        {"max_grams": "3"},
    ),
    "slices_incompatible": (
        ("序号", "饮片1", "饮片2"),
        (1, "甲片", "乙片"),
        None,
        {"slice_a": "甲片", "slice_b": "乙片"},
    ),
    "items_contained": (
        files.PAIRS,
        (
            *(1, "6小时", "甲", files.service(1), "乙", files.service(2)),
            *("项目A和项目B同时收费", "含乙", ""),
        ),
        None,
        {
            "item_a": files.service(1),
            "item_b": files.service(2),
            "pair_window": "within_6_hours",
            "rationale": "含乙",
        },
    ),
    "items_capped": (
        files.CAPS,
        (1, "甲", 24, "使用项目的数量总计超过上限数量", "小时", files.service(1), ""),
        None,
        {"max_quantity": "24", "unit": "小时"},
    ),
    "items_by_interval": (
        ITEM,
        (
            *(1, "甲", "在设定的周期内超出限定支付数量"),
            *("两次评定间隔时间不少于14天", files.service(1), ""),
        ),
        None,
        {"min_interval_days": "14"},
    ),
    "items_by_course": (
        ITEM,
        (
            *(1, "甲", "使用项目的日期总计超过限制天数"),
            *("支付不超过90天", files.service(1), ""),
        ),
        None,
        {"max_days": "90"},
    ),
    "items_by_working_age": (
        ITEM,
        (1, "甲", "参保人年龄超出法定就业年龄限制", "人社部发", files.service(1), ""),
        None,
        {"min_months": "192", "max_months": "779"},
    ),
    "items_for_children_only": (
        ITEM,
        (1, "甲", "参保人年龄超出儿童年龄限制", "项目内涵", files.service(1), ""),
        None,
        {"med_list_codg": files.service(1), "max_months": "215"},
    ),
    "items_by_sex": (
        files.ITEM_SEXES,
        (1, "甲", "男", "与限定性别不符", "项目内涵", files.service(1)),
        None,
        {"allowed_gend": "1"},
    ),
    "items_discounted": (
        ("序号", "项目名称", "组别", "项目代码", "检出逻辑"),
        (1, "甲", "肝胆", files.service(1), "第二及以后的手术未按规定折价计收"),
        None,
        {"group_id": "肝胆", "per_additional_unit": "0"},
    ),
    "surgery_and_diagnosis": (
        (
            *("序号", "手术操作代码（ICD-9-CM3 医保2.0）", "手术操作名称", "组号"),
            *("诊断代码（ICD-10 医保2.0）", "诊断名称", "检出逻辑"),
        ),
        (1, "36.0601", "甲手术", 3, "I21.000x001", "甲病", "诊断与手术不符"),
        None,
        {"op_prefix": "36.0601", "icd_prefix": "I21.000X001", "group_id": "3"},
    ),
    "tests_by_indication": (
        ITEM,
        (1, "甲", "无指征检验", "用于甲病", files.service(1), ""),
        None,
        {},
    ),
    "treatments_by_indication": (
        ITEM,
        (1, "甲", "无指征治疗", "用于甲病", files.service(1), ""),
        None,
        {},
    ),
    "materials_newborn": (
        MATERIAL,
        (1, "甲材", "参保人非新生儿", "说明书", "", 1),
        MATERIAL_CODES,
        {"max_days": "28"},
    ),
    "materials_child": (
        MATERIAL,
        (1, "甲材", "参保人年龄超出儿童年龄限制", "说明书", "", 1),
        MATERIAL_CODES,
        {"max_months": "215"},
    ),
    "materials_by_sex": (
        (*MATERIAL[:2], "限定性别", *MATERIAL[2:]),
        (1, "甲材", "女", "与限定性别不符", "说明书", "", 1),
        MATERIAL_CODES,
        {"allowed_gend": "2"},
    ),
    "materials_by_disease": (
        MATERIAL,
        (1, "甲材", "使用耗材的疾病诊断不符合限定疾病", "说明书", "", 1),
        MATERIAL_CODES,
        {},
    ),
}
# Two layouts share headers and 检出逻辑; only the title tells them apart.
TITLES = {
    "drugs_for_children_only": "药品儿童专用",
    "drugs_limited_to_children": "药品限儿童使用",
}


def sample(layout_id: str, path: Path, title: str = "") -> Path:
    header, row, codes, _ = SAMPLES[layout_id]
    lines = (title or TITLES.get(layout_id, "测试"), "", "")
    return files.write(path, header, [row], codes, title=lines)
