import pytest

from claim_review.local.postgres_config import config_text

GB = 1024**3


def settings_for(memory: int) -> dict[str, str]:
    pairs = (line.split(" = ") for line in config_text(25432, memory).splitlines())
    return {name: value.strip("'") for name, value in pairs}


@pytest.mark.parametrize(
    ("memory", "shared", "work"),
    [
        (1 * GB, "256MB", "32MB"),
        (8 * GB, "2048MB", "128MB"),
        (24 * GB, "6144MB", "256MB"),
        (256 * GB, "6144MB", "256MB"),
    ],
)
def test_memory_settings_grow_with_the_machine_up_to_a_ceiling(memory, shared, work):
    settings = settings_for(memory)
    assert settings["shared_buffers"] == shared
    assert settings["work_mem"] == work


def test_the_server_listens_on_this_machine_only():
    settings = settings_for(8 * GB)
    assert settings["listen_addresses"] == "127.0.0.1"
    assert settings["unix_socket_directories"] == ""
