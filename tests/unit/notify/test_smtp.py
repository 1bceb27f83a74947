import pytest

from claim_review.notify import smtp
from claim_review.settings import Settings


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_sink_is_on_this_machine(host):
    smtp.check_mode(Settings(mail_mode="sink", smtp_host=host))


@pytest.mark.parametrize(
    "host", ["mail.example.org", "10.0.0.5", "127.0.0.1.example.org", "0.0.0.0", ""]
)
def test_in_sink_mode_no_other_machine_is_spoken_to(host):
    with pytest.raises(ValueError, match="mail_mode is sink"):
        smtp.check_mode(Settings(mail_mode="sink", smtp_host=host))


def test_only_the_switch_allows_another_machine():
    smtp.check_mode(Settings(mail_mode="live", smtp_host="mail.example.org"))
    assert Settings().mail_mode == "sink"


def test_redirecting_needs_an_address_and_sends_to_nobody_else():
    with pytest.raises(ValueError, match="redirect_address is empty"):
        smtp.check_mode(Settings(mail_mode="redirect"))
    settings = Settings(mail_mode="redirect", redirect_address="tester@example.org")
    smtp.check_mode(settings)
    to = smtp.envelope(settings, ["bureau@example.org", "other@example.org"])
    assert to == ["tester@example.org"]
