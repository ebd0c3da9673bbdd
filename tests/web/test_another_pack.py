"""The next district brings another pack, not another program: the whole site speaks of it and of nobody else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, django
django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from tests.web.conftest import PAGES
from wenye.library import library
pack, client = library().pack, Client()
paths = [path for path in PAGES if not path.startswith(("/measures/", "/benefits/")) and "benefit=" not in path]
paths += ["/measures/"] + [f"/measures/{number}/" for number in pack.measures]
paths += [f"/benefits/{benefit}/" for benefit in pack.benefits]
answers = {path: client.get(path) for path in paths}
print(json.dumps({path: [answer.status_code, answer.content.decode()] for path, answer in answers.items()}))
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_site_of_another_district_names_that_district(tmp_path: Path, language: str) -> None:
    (tmp_path / "static").mkdir()
    told = {
        "DJANGO_SETTINGS_MODULE": "wenye.settings", "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "WENYE_PACK": str(ROOT / "docs" / "xinghe"), "WENYE_DATA": str(tmp_path), "WENYE_DEMO": "1",
        "WENYE_HOSTS": "testserver", "WENYE_DATABASE_URL": "",
    }  # fmt: skip
    script = SCRIPT.replace("Client()", f'Client(headers={{"Cookie": "wenye_lang={language}"}})')
    command = [sys.executable, "-W", "ignore", "-c", script]
    done = subprocess.run(command, env={**os.environ, **told}, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = json.loads(done.stdout)
    assert {path: status for path, (status, _) in pages.items() if status != 200} == {}
    assert [path for path, (_, page) in pages.items() if "君山" in page or "Junshan" in page] == []
    assert ("星河" if language == "zh" else "Xinghe") in pages["/"][1]
