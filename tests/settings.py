"""The settings under test: as served, with its own data folder, plain static files and quick look-ups."""

import os
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit the folder of their parent
    os.environ["WENYE_DATA"] = tempfile.mkdtemp(prefix="wenye-test-")
os.environ["WENYE_DEMO"] = "1"

from wenye.settings import *  # noqa: F403
from wenye.settings import DATABASES, STATIC_ROOT, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool holds connections while the test database is dropped
WENYE_API_LIMIT = 0  # the fuzzer asks more often than anybody may; tests/api/test_limit.py sets one
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
