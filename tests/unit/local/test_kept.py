import json
import socket
import stat

from claim_review.local import kept


def test_a_secret_stays_the_same_and_only_its_owner_reads_it(tmp_path):
    first = kept.secret(tmp_path / "api.secret")
    assert kept.secret(tmp_path / "api.secret") == first
    assert len(first) >= 40
    mode = stat.S_IMODE((tmp_path / "api.secret").stat().st_mode)
    assert mode == 0o600


def test_ports_are_kept_and_a_new_name_gets_one_of_its_own(tmp_path):
    file = tmp_path / "ports.json"
    first = kept.ports(file, ("airflow", "smtp"), must_be_free=False)
    more = kept.ports(file, ("airflow", "smtp", "task_log"), must_be_free=False)
    assert {name: more[name] for name in first} == first
    assert len(set(more.values())) == 3


def test_a_kept_port_that_somebody_took_is_replaced_when_it_must_be_free(tmp_path):
    file = tmp_path / "ports.json"
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        taken = stranger.getsockname()[1]
        file.write_text(json.dumps({"smtp": taken}))
        assert kept.ports(file, ("smtp",), must_be_free=False) == {"smtp": taken}
        replaced = kept.ports(file, ("smtp",), must_be_free=True)
    assert replaced["smtp"] != taken
    assert kept.ports(file, ("smtp",), must_be_free=False) == replaced
