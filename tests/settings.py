"""The settings under test: as served, with its own data folder, plain static files and quick look-ups."""

import os
import tempfile

WORKER = os.environ.get("PYTEST_XDIST_WORKER")
if WORKER is None:
    os.environ["WENYE_DATA"] = tempfile.mkdtemp(prefix="wenye-test-")
elif not os.environ["WENYE_DATA"].endswith(WORKER):  # of its own, within the one that its parent made and deletes
    os.environ["WENYE_DATA"] = os.path.join(os.environ["WENYE_DATA"], WORKER)
    os.makedirs(os.environ["WENYE_DATA"], mode=0o700, exist_ok=True)
os.environ["WENYE_DEMO"] = "1"

from wenye.settings import *  # noqa: E402, F403
from wenye.settings import DATABASES, PASSWORD_HASHERS, STATIC_ROOT, STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool holds connections while the test database is dropped
WENYE_API_LIMIT = 0  # the fuzzer asks more often than anybody may; tests/api/test_limit.py sets one
# Argon2 is slow on purpose: what is tested of passwords elsewhere needs no such work.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
