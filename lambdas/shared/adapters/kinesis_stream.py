"""Puts events on the Kinesis stream with PutRecords, keeping the order of each series.

Limits (https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html): 500 records and 5 MiB a
request, partition keys included. A request may succeed in part, and a later record may get in where an earlier one
was refused.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.shared.errors import DependencyError
from lambdas.shared.ports import Placed
from lambdas.shared.wire.event_json import encode_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_kinesis.type_defs import PutRecordsResultEntryTypeDef

    from lambdas.shared.domain.event import PriceEvent

PAGE_RECORDS = 500
PAGE_BYTES = 5 * 1024 * 1024
ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 2.0  # a shard's allowance is counted by the second


class _Record(NamedTuple):
    event_id: str
    series: str
    data: bytes

    @property
    def size(self) -> int:
        return len(self.series.encode()) + len(self.data)


class KinesisStream:
    """The stream called `name`.

    `same_series_limit` is how many events of one series may travel in one request. With 1 no event can overtake an
    earlier one of its series, whatever Kinesis refuses. A larger number saves requests where nothing is refused in
    part; where something is, the rest of that series is sent once more from the first refused event on, but consumers
    may have seen the later events first.
    """

    def __init__(
        self,
        client: KinesisClient,
        name: str,
        *,
        same_series_limit: int = 1,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._name = name
        self._same_series_limit = same_series_limit
        self._sleep = sleep

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        """Put every event, in order; an event that had to be sent again is where it stands last.

        Raises `DependencyError` when Kinesis keeps refusing. Events before that are on the stream; to put all of
        them again is harmless, because their ids repeat.
        """
        records = (_Record(event.event_id, event.series, encode_event(event)) for event in events)
        return [place for page in _pages(records, self._same_series_limit) for place in self._put_page(page)]

    def _put_page(self, page: Sequence[_Record]) -> list[Placed]:
        places: dict[int, Placed] = {}
        left = list(range(len(page)))
        refusal = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self._sleep(min(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), LONGEST_PAUSE_SECONDS))
            results = dict(zip(left, self._send([page[number] for number in left]), strict=True))
            left = _left_over(page, results)
            for number in results.keys() - set(left):
                result = results[number]
                places[number] = Placed(page[number].event_id, result["ShardId"], result["SequenceNumber"])
            if not left:
                return [places[number] for number in range(len(page))]
            refusal = f"{results[left[0]].get('ErrorCode')}: {results[left[0]].get('ErrorMessage')}"
        raise DependencyError(
            f"Kinesis took {ATTEMPTS} attempts and left {len(left)} records of {self._name}: {refusal}"
        )

    def _send(self, records: Sequence[_Record]) -> list[PutRecordsResultEntryTypeDef]:
        entries = [{"Data": record.data, "PartitionKey": record.series} for record in records]
        try:
            return self._client.put_records(StreamName=self._name, Records=entries)["Records"]  # type: ignore[arg-type]
        except (ClientError, BotoCoreError) as error:
            raise DependencyError(f"Kinesis did not take records for {self._name}: {error}") from error


def _left_over(page: Sequence[_Record], results: Mapping[int, PutRecordsResultEntryTypeDef]) -> list[int]:
    """Return the numbers of the records to send again: of each series, its first refused one and all after that."""
    left: list[int] = []
    held: set[str] = set()
    for number, result in results.items():
        series = page[number].series
        if result.get("ErrorCode") or series in held:
            held.add(series)
            left.append(number)
    return left


def _pages(records: Iterable[_Record], same_series_limit: int) -> Iterator[list[_Record]]:
    """Cut the records, in order, into requests that keep to every limit."""
    page: list[_Record] = []
    size = 0
    of_series: Counter[str] = Counter()
    for record in records:
        over = len(page) == PAGE_RECORDS or size + record.size > PAGE_BYTES
        if page and (over or of_series[record.series] == same_series_limit):
            yield page
            page, size, of_series = [], 0, Counter()
        page.append(record)
        size += record.size
        of_series[record.series] += 1
    if page:
        yield page
