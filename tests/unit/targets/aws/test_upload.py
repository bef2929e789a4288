"""The built dashboard goes up in an order that never shows a half page, and only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.targets.aws.upload import Site, Uploaded, build_files, upload
from tests.aws.clients import emulator_clients
from tests.doubles.stubbed import stubbed
from tests.unit.web.pages import SCRIPT, built

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.emulator import Emulator

SITE = Site("upload-dashboard", "E1")
KEYS = {"assets/index-Ab12.js", "favicon.svg", "index.html"}


@pytest.fixture
def s3(emulator: Emulator) -> Iterator[Any]:
    """S3 with the dashboard's bucket, in which Terraform has put config.json."""
    client = emulator_clients(emulator.endpoint).s3
    client.create_bucket(Bucket=SITE.bucket)
    client.put_object(Bucket=SITE.bucket, Key="config.json", Body=b"{}")
    yield client
    for item in client.list_objects_v2(Bucket=SITE.bucket)["Contents"]:
        client.delete_object(Bucket=SITE.bucket, Key=item["Key"])
    client.delete_bucket(Bucket=SITE.bucket)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """The tiny page; a build has a config.json for development, too."""
    made = built(tmp_path)
    (made / "config.json").write_text('{"target": "development"}')
    return made


def edge(paths: list[str] | None, reference: str = "r1") -> Any:
    """CloudFront that expects the invalidation of `paths`, or of nothing."""
    client, script = stubbed("cloudfront")
    if paths is not None:
        batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": reference}
        script.add_response("create_invalidation", {}, {"DistributionId": "E1", "InvalidationBatch": batch})
    return client


def keys(s3: Any) -> set[str]:
    return {item["Key"] for item in s3.list_objects_v2(Bucket=SITE.bucket)["Contents"]}


def test_every_file_goes_up_with_its_type_and_how_long_it_keeps(s3: Any, dist: Path) -> None:
    done = upload(s3, edge(["/", "/favicon.svg", "/index.html"]), dist, SITE, "r1")

    assert done == Uploaded(sent=3, unchanged=0, deleted=0, invalidated=3)
    assert keys(s3) == KEYS | {"config.json"}
    script = s3.get_object(Bucket=SITE.bucket, Key="assets/index-Ab12.js")
    assert script["Body"].read().decode() == SCRIPT
    assert script["ContentType"] == "text/javascript; charset=utf-8"
    assert script["CacheControl"] == "public, max-age=31536000, immutable"
    assert s3.head_object(Bucket=SITE.bucket, Key="index.html")["CacheControl"] == "no-cache"
    assert s3.get_object(Bucket=SITE.bucket, Key="config.json")["Body"].read() == b"{}"


def test_hashed_files_go_first_and_the_index_last(s3: Any, dist: Path) -> None:
    (dist / "zebra.txt").write_text("z")
    sent: list[str] = []
    s3.meta.events.register("before-parameter-build.s3.PutObject", lambda params, **_: sent.append(params["Key"]))

    upload(s3, edge(["/", "/favicon.svg", "/index.html", "/zebra.txt"]), dist, SITE, "r1")

    assert sent == ["assets/index-Ab12.js", "favicon.svg", "zebra.txt", "index.html"]


def test_a_second_upload_of_the_same_build_sends_nothing(s3: Any, dist: Path) -> None:
    upload(s3, edge(["/", "/favicon.svg", "/index.html"]), dist, SITE, "r1")

    assert upload(s3, edge(None), dist, SITE, "r2") == Uploaded(sent=0, unchanged=3, deleted=0, invalidated=0)


def test_a_new_build_sends_what_changed_and_deletes_what_is_gone(s3: Any, dist: Path) -> None:
    upload(s3, edge(["/", "/favicon.svg", "/index.html"]), dist, SITE, "r1")
    (dist / "assets" / "index-Ab12.js").rename(dist / "assets" / "index-Cd34.js")
    (dist / "index.html").write_text("<!doctype html>new")
    (dist / "favicon.svg").unlink()
    (dist / "new icon.svg").write_text("<svg/>")

    done = upload(s3, edge(["/", "/favicon.svg", "/index.html", "/new%20icon.svg"], "r2"), dist, SITE, "r2")

    assert done == Uploaded(sent=3, unchanged=0, deleted=2, invalidated=4)
    assert keys(s3) == {"assets/index-Cd34.js", "index.html", "new icon.svg", "config.json"}


def test_hidden_files_and_the_configuration_stay_here(dist: Path) -> None:
    assert set(build_files(dist)) == KEYS


def test_without_a_build_nothing_is_touched(tmp_path: Path) -> None:
    s3, _ = stubbed("s3")

    with pytest.raises(MissingError, match="the dashboard is not built") as missing:
        upload(s3, edge(None), tmp_path, SITE, "r1")
    assert "npm" in (missing.value.next_action or "")


def test_a_refused_upload_is_told(dist: Path) -> None:
    s3, script = stubbed("s3")
    script.add_client_error("list_objects_v2", "AccessDenied", "no", 403)

    with pytest.raises(FailedError, match="could not upload the dashboard to upload-dashboard"):
        upload(s3, edge(None), dist, SITE, "r1")
