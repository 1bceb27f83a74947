"""A var folder of its own for tests that start servers."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claim_review.local import supervisor
from claim_review.local.postgres import Postgres


@contextmanager
def var_folder() -> Iterator[Path]:
    """Make a folder that another account may enter; pytest's own is private.

    In the end its servers are stopped and it is removed.
    """
    folder = Path(tempfile.mkdtemp(prefix="claim-review-test-"))
    folder.chmod(0o755)
    yield folder
    supervisor.stop(folder)
    Postgres(folder).stop()
    shutil.rmtree(folder)
