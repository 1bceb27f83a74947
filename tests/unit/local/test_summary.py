from email.message import EmailMessage

from claim_review.local.summary import newest_mail, table


def test_chinese_cells_keep_the_columns_aligned():
    lines = table(["规则 ", "hits"], [["超限价", "12"], ["per diem", "3"]])
    assert lines == ["  规则      hits", "  超限价      12", "  per diem     3"]


def test_the_newest_message_of_the_quarter_is_found_by_its_subject(tmp_path):
    for number, subject in enumerate(
        ["2025年第一季度分析报告", "2025年第二季度分析报告"]
    ):
        message = EmailMessage()
        message["Subject"] = subject
        (tmp_path / f"{number}.eml").write_bytes(message.as_bytes())
    assert newest_mail(tmp_path, "2025Q1") == tmp_path / "0.eml"
    assert newest_mail(tmp_path, "2025Q3") is None
