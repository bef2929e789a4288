"""What the real emulator with the overlay holds after it was killed: all that it had acknowledged."""

from __future__ import annotations

import gzip
import os
import signal
import stat
import time
from typing import TYPE_CHECKING, Any

import requests

from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.fingerprint import StackFingerprint
from finpulse_cli.targets.embedded.journal_file import encode_entry, encode_frame
from finpulse_cli.targets.embedded.restored import Restored
from finpulse_cli.targets.embedded.state_folder import Manifest, StateFolder
from tests.contract.lakes import Lake
from tests.emulator import running_ministack
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator import Emulator


class Held:
    """A table, a queue and a stream, and what they hold."""

    def __init__(self, emulator: Emulator) -> None:
        self.tables, self.sqs, self.kinesis = (emulator.client(name) for name in ("dynamodb", "sqs", "kinesis"))

    def make(self) -> Held:
        """Make them, empty."""
        self.tables.create_table(
            TableName="items",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        for queue in ("dead", "alerts"):
            self.sqs.create_queue(QueueName=queue)
        self.kinesis.create_stream(StreamName="quotes", ShardCount=2)
        return self

    def put(self, *ids: str) -> None:
        """Put an item, a message and a record for each."""
        for name in ids:
            self.tables.put_item(TableName="items", Item={"id": {"S": name}, "n": {"N": "1"}})
            self.sqs.send_message(QueueUrl=self.queue(), MessageBody=name)
            self.kinesis.put_records(StreamName="quotes", Records=[{"Data": name.encode(), "PartitionKey": name}])

    def queue(self, name: str = "alerts") -> str:
        """Return the queue's address, which changes with the emulator's port."""
        url: str = self.sqs.get_queue_url(QueueName=name)["QueueUrl"]
        return url

    def items(self) -> dict[str, str]:
        """Return `n` by id."""
        found = self.tables.scan(TableName="items")["Items"]
        assert self.tables.describe_table(TableName="items")["Table"]["ItemCount"] == len(found)
        return {item["id"]["S"]: item["n"]["N"] for item in found}

    def messages(self) -> list[str]:
        """Return what is in the queue."""
        asked = {"QueueUrl": self.queue(), "MaxNumberOfMessages": 10, "VisibilityTimeout": 0}
        return sorted(message["Body"] for message in self.sqs.receive_message(**asked).get("Messages", []))

    def records(self) -> list[str]:
        """Return what the stream has."""
        found = []
        for shard in self.kinesis.list_shards(StreamName="quotes")["Shards"]:
            place = {"StreamName": "quotes", "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
            iterator = self.kinesis.get_shard_iterator(**place)["ShardIterator"]
            found += [record["Data"].decode() for record in self.kinesis.get_records(ShardIterator=iterator)["Records"]]
        return sorted(found)


def checkpoint(emulator: Emulator) -> dict[str, Any]:
    """Have the emulator save everything; what it says of it."""
    answer: dict[str, Any] = requests.post(f"{emulator.endpoint}/_finpulse/checkpoint", timeout=60).json()
    return answer


def kill_once_kept(emulator: Emulator, home: Path) -> None:
    """Kill it when its journal says that everything up to now is in there."""
    now = time.time()
    eventually(lambda: (StateFolder(home / "state").kept_through() or 0.0) >= now, "the journal")
    os.kill(emulator.process_id, signal.SIGKILL)


def test_what_came_after_a_checkpoint_survives_a_kill(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        held = Held(emulator).make()
        held.put("before", "changed", "gone")
        assert checkpoint(emulator)["problem"] is None
        held.put("after")
        held.tables.delete_item(TableName="items", Key={"id": {"S": "gone"}})
        held.tables.update_item(
            TableName="items",
            Key={"id": {"S": "changed"}},
            UpdateExpression="SET n = :n",
            ExpressionAttributeValues={":n": {"N": "2"}},
        )
        [message] = held.sqs.receive_message(QueueUrl=held.queue())["Messages"]
        held.sqs.delete_message(QueueUrl=held.queue(), ReceiptHandle=message["ReceiptHandle"])
        before = held.items(), held.messages(), held.records()
        kill_once_kept(emulator, tmp_path)
    assert before[0] == {"before": "1", "changed": "2", "after": "1"}
    assert before[1] == ["after", "changed", "gone"]

    for _ in range(2):  # and what was restored is kept in turn
        with running_ministack(tmp_path, keeps_state=True) as emulator:
            held = Held(emulator)
            assert (held.items(), held.messages(), held.records()) == before
            restored = Restored.load(tmp_path / "state")
            assert restored is not None
            assert restored.lost == {}
            kill_once_kept(emulator, tmp_path)


def test_what_was_put_after_a_restart_comes_behind_what_was_restored(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        held = Held(emulator).make()
        checkpoint(emulator)
        held.put("first")
        kill_once_kept(emulator, tmp_path)
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        held = Held(emulator)
        held.put("second")
        kill_once_kept(emulator, tmp_path)
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        held = Held(emulator)
        assert held.items().keys() == {"first", "second"}
        assert held.records() == held.messages() == ["first", "second"]


def test_a_frame_that_was_cut_short_ends_what_is_restored(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        held = Held(emulator).make()
        checkpoint(emulator)
        held.put("whole")
        kill_once_kept(emulator, tmp_path)
    folder = StateFolder(tmp_path / "state")
    with folder.journal(folder.journals()[-1]).open("ab") as journal:
        journal.write(encode_frame(0.0, [encode_entry(("gone", "no such table", "", ""))])[:-3])
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        held = Held(emulator)
        assert held.items().keys() == {"whole"}
        held.put("later")
        kill_once_kept(emulator, tmp_path)
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        assert Held(emulator).items().keys() == {"whole", "later"}


def test_what_firehose_had_gathered_comes_into_the_lake_once(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        lake = Lake(emulator).behind_kinesis()
        checkpoint(emulator)
        for line in (b"1\n", b"2\n"):
            lake.kinesis.put_record(StreamName=lake.name, Data=line, PartitionKey="k")
            lake.flush()
        for line in (b"3\n", b"4\n"):
            lake.kinesis.put_record(StreamName=lake.name, Data=line, PartitionKey="k")
        name = lake.name
        kill_once_kept(emulator, tmp_path)
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        again = Lake(emulator)
        again.name = name
        again.flush()
        assert sorted(gzip.decompress(body) for body in again.objects().values()) == [b"1\n", b"2\n", b"3\n4\n"]


def test_an_email_that_was_in_the_journal_alone_arrives_once(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        Held(emulator).make()
        checkpoint(emulator)
        kill_once_kept(emulator, tmp_path)
    folder = StateFolder(tmp_path / "state")
    mails = [("mail", f"1.M{number}.localhost", b"Subject: %d\r\n\r\n" % number) for number in range(2)]
    frame = encode_frame(
        time.time(), [encode_entry(mail) for mail in mails] + [encode_entry(("delivered", mails[0][1]))]
    )
    with folder.journal(folder.journals()[-1]).open("ab") as journal:
        journal.write(frame)
    for _ in range(2):
        with running_ministack(tmp_path, keeps_state=True) as emulator:
            found = list((tmp_path / "mail").glob("*/*"))
            assert [(file.name, file.read_bytes()) for file in found] == [mails[1][1:]]
            kill_once_kept(emulator, tmp_path)


def test_a_checkpoint_says_what_it_is_and_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    Applied(StackFingerprint("fingerprint", {}), "2026-11-20T12:00:00Z").save(tmp_path / "applied")
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        held = Held(emulator).make()
        for name in ("a", "b"):
            held.put(name)
            assert checkpoint(emulator)["problem"] is None
        folder = StateFolder(tmp_path / "state")
        [number] = folder.checkpoints()
        assert folder.journals() == [number]
        manifest = Manifest.load(folder.checkpoint(number))
        assert manifest is not None
        assert (manifest.number, manifest.emulator, manifest.stack) == (number, "ministack 1.5.33", "fingerprint")
        assert manifest.damaged(folder.checkpoint(number)) == []
        assert {"dynamodb.json", "kinesis.json", "sqs.json"} <= manifest.files.keys()
        for path in (tmp_path / "state").rglob("*"):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_one_in_the_making_when_it_was_killed_is_forgotten(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        Held(emulator).make()
        checkpoint(emulator)
        kill_once_kept(emulator, tmp_path)
    partial = tmp_path / "state" / "checkpoint-000099.partial-1"
    partial.mkdir()
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        assert Held(emulator).items() == {}
        assert not partial.exists()


def test_what_the_disk_refuses_is_told_and_written_when_it_takes_it(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        held = Held(emulator).make()
        checkpoint(emulator)
        state, aside = tmp_path / "state", tmp_path / "aside"
        state.rename(aside)
        state.write_text("in the way")
        assert checkpoint(emulator)["problem"] == "Not a directory"
        held.put("meanwhile")
        state.unlink()
        aside.rename(state)
        assert checkpoint(emulator)["problem"] is None
        kill_once_kept(emulator, tmp_path)
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        assert Held(emulator).items().keys() == {"meanwhile"}
