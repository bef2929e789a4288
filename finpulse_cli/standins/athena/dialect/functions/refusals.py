"""What to use instead of a function that is refused."""

from __future__ import annotations

_INSTEAD = {
    "approx_most_frequent": "use GROUP BY, count(*) and ORDER BY … LIMIT",
    "approx_set": "use approx_distinct or count(DISTINCT x)",
    "array_except": "use filter(a, x -> NOT contains(b, x))",
    "array_intersect": "use filter(a, x -> contains(b, x))",
    "array_union": "use array_distinct(concat(a, b))",
    "array_first": "use element_at(a, 1)",
    "array_last": "use element_at(a, -1)",
    "array_histogram": "use UNNEST, GROUP BY and count(*)",
    "bit_count": "use to_base on AWS, or arithmetic",
    "bitwise_left_shift": "multiply by a power of two",
    "bitwise_right_shift": "divide by a power of two",
    "bitwise_right_shift_arithmetic": "divide by a power of two",
    "bitwise_xor_agg": "use bitwise_xor in a subquery",
    "cbrt": "use power(x, 1e0 / 3)",
    "current_time": "use current_timestamp",
    "localtime": "use localtimestamp",
    "current_user": "it is a matter of AWS",
    "ends_with": "use x LIKE '%…'",
    "from_iso8601_timestamp_nanos": "use from_iso8601_timestamp",
    "from_unixtime_nanos": "use from_unixtime",
    "human_readable_seconds": "use format('%d', x) and arithmetic",
    "json_extract": "the lake's columns are flat, name the column",
    "json_extract_scalar": "the lake's columns are flat, name the column",
    "kurtosis": "use stddev and avg of powers",
    "levenshtein_distance": "compare texts with = or LIKE",
    "listagg": "use array_join(array_agg(x ORDER BY y), ', ')",
    "map_union": "use map_agg",
    "map_zip_with": "use transform_values and element_at",
    "multimap_agg": "use GROUP BY key and array_agg(value)",
    "normalize": "the lake's texts are plain",
    "numeric_histogram": "use width_bucket and count(*)",
    "parse_datetime": "use date_parse or from_iso8601_timestamp",
    "qdigest_agg": "use approx_percentile",
    "reduce_agg": "use sum, or reduce(array_agg(x), …)",
    "regexp_position": "use strpos",
    "sha512": "use sha256",
    "shuffle": "use ORDER BY random()",
    "skewness": "use stddev and avg of powers",
    "split_to_map": "use split and map",
    "tdigest_agg": "use approx_percentile",
    "timezone_hour": "use date_diff('hour', …)",
    "timezone_minute": "use date_diff('minute', …)",
    "to_char": "use date_format",
    "to_date": "use date_parse",
    "to_timestamp": "use date_parse",
    "translate": "use replace",
    "trim_array": "use slice",
    "typeof": "see the columns with `finpulse query --schema`",
    "uuid": "use the event_id",
    "xxhash64": "use md5",
}
_BY_BEGINNING = {
    "st_": "the lake holds no geometry",
    "json": "the lake's columns are flat, name the column",
    "bing_": "the lake holds no geometry",
    "url_": "use split_part or regexp_extract",
    "regr_": "use regr_slope, regr_intercept, avg and count",
    "hmac_": "use sha256",
}


def instead_of(name: str) -> str:
    """The second half of the sentence that refuses it."""
    for beginning, instead in _BY_BEGINNING.items():
        if name.startswith(beginning):
            return _INSTEAD.get(name, instead)
    return _INSTEAD.get(name, "docs/sql.md lists what is")
