import shutil
import tempfile
from pathlib import Path

import pytest

from claim_review.local import supervisor
from claim_review.local.postgres import Postgres


@pytest.fixture
def var_dir():
    """A folder that another account may enter; pytest's own is private."""
    folder = Path(tempfile.mkdtemp(prefix="claim-review-test-"))
    folder.chmod(0o755)
    yield folder
    supervisor.stop(folder)
    Postgres(folder).stop()
    shutil.rmtree(folder)
