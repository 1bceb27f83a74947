from hypothesis import given
from hypothesis import strategies as st

from claim_review.local.workspace import slug


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
def test_every_source_has_a_name_of_its_own_that_fits_a_database(one, other):
    assert (slug(one) == slug(other)) == (one == other)
    assert len(f"parked_airflow_{slug(one)}") <= 63
    assert slug(one).isascii()
