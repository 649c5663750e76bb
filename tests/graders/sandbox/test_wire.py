import contextlib
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.sandbox import Opaque, ProtocolError
from graders.sandbox.wire import (
    DTYPES,
    MAX_DEPTH,
    MAX_INTEGER_BITS,
    PREFIX,
    Message,
    decode,
    encode,
    frame_length,
)


def there_and_back(payload):
    return decode(encode(Message(1, "answer", payload))).payload


def frame_of(header: object, body: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return PREFIX.pack(b"TfQ1", len(text), len(body)) + text + body


def header(payload: object = None, arrays: object = (), **changes: object) -> dict:
    return {"id": 1, "kind": "answer", "payload": payload, "arrays": list(arrays)} | changes


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(plain_data)
def test_plain_data_survives_the_journey(payload):
    assert there_and_back(payload) == payload


@given(st.dictionaries(st.text(alphabet="$ar", min_size=1, max_size=6), st.integers()))
def test_learners_keys_that_look_like_marks_survive(payload):
    assert there_and_back(payload) == payload


@pytest.mark.parametrize(
    "payload", [{"$array": 0}, {"$object": {"type": "a", "repr": "b"}}, {"$pairs": [[1, 2]]}, {"$$x": 1}]
)
def test_a_learners_dict_is_never_taken_for_a_mark(payload):
    assert there_and_back(payload) == payload


def test_keys_that_are_not_strings_survive():
    assert there_and_back({0: "a", None: [1], 2.5: {"x": 1}}) == {0: "a", None: [1], 2.5: {"x": 1}}


def test_nan_and_infinity_survive():
    nan, up, down = there_and_back([math.nan, math.inf, -math.inf])
    assert math.isnan(nan)
    assert (up, down) == (math.inf, -math.inf)


def test_lone_surrogates_survive():
    assert there_and_back("a\ud800b") == "a\ud800b"


@pytest.mark.parametrize("dtype", sorted(DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_arrays_keep_dtype_shape_and_values(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    received = there_and_back({"a": [array]})["a"][0]
    assert received.dtype == array.dtype
    assert received.shape == shape
    np.testing.assert_array_equal(received, array)


def test_arrays_in_any_memory_order_arrive_the_same():
    array = np.asfortranarray(np.arange(12.0).reshape(3, 4)).astype(">f8")[::2, ::-1]
    np.testing.assert_array_equal(there_and_back(array), array)


def test_an_opaque_object_arrives_as_its_description():
    assert there_and_back([Opaque("History", "<History>")]) == [Opaque("History", "<History>")]


def test_objects_that_are_no_plain_data_are_refused_by_name():
    with pytest.raises(TypeError, match="type object cannot be sent"):
        encode(Message(1, "answer", [object()]))


def test_object_arrays_are_refused():
    with pytest.raises(TypeError, match="dtype object"):
        encode(Message(1, "answer", np.array([object()])))


@given(st.binary(max_size=300))
def test_random_bytes_are_a_protocol_error_and_nothing_else(data):
    with pytest.raises(ProtocolError):
        decode(data)


@given(st.data())
def test_a_damaged_frame_is_decoded_or_a_protocol_error(data):
    frame = bytearray(
        encode(Message(3, "answer", {"a": np.arange(4), "b": [1, "x", {"$k": None}], "c": Opaque("T", "t")}))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ProtocolError):
        decode(frame)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["float32", "object", "<f8", ""]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["$array", "$object", "$pairs", "dtype", "shape", "type", "repr", "a"]), inner
        )
    ),
    max_leaves=12,
)


@given(json_values, json_values, st.binary(max_size=40))
def test_any_json_in_the_header_is_decoded_or_a_protocol_error(payload, arrays, body):
    with contextlib.suppress(ProtocolError):
        decode(frame_of({"id": 1, "kind": "answer", "payload": payload, "arrays": arrays}, body))


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param(header(id=-1), b"", id="negative id"),
        pytest.param(header(id=True), b"", id="Boolean id"),
        pytest.param(header(id=10**400), b"", id="giant id"),
        pytest.param(header(kind=7), b"", id="kind is no string"),
        pytest.param(header(more=1), b"", id="unknown field"),
        pytest.param([], b"", id="no object"),
        pytest.param(header(), b"xx", id="bytes left over"),
        pytest.param(header(None, [{"dtype": "object", "shape": [1]}]), b"12345678", id="object dtype"),
        pytest.param(header(None, [{"dtype": "float32", "shape": [-1]}]), b"1234", id="negative size"),
        pytest.param(header(None, [{"dtype": "float32", "shape": [True]}]), b"1234", id="Boolean size"),
        pytest.param(
            header(None, [{"dtype": "float32", "shape": [2**39, 2**39]}]), b"1234", id="giant shape"
        ),
        pytest.param(
            header(None, [{"dtype": "float32", "shape": [1] * 65}]), b"1234", id="too many dimensions"
        ),
        pytest.param(header({"$array": 0}), b"", id="no such array"),
        pytest.param(header({"$array": True}), b"", id="Boolean index"),
        pytest.param(header({"$pairs": [[[], 1]]}), b"", id="unhashable key"),
        pytest.param(header({"$evil": 1}), b"", id="unknown mark"),
        pytest.param(header({"$array": 0, "b": 1}), b"", id="mark among other keys"),
        pytest.param(b"[" * 200_000, b"", id="deep brackets"),
        pytest.param(
            b'{"id":1,"kind":"answer","arrays":[],"payload":' + b"9" * 5000 + b"}", b"", id="giant integer"
        ),
        pytest.param(
            b'{"id":1,"kind":"answer","arrays":[],"payload":' + b"[]," * 400_000 + b"1}", b"", id="many parts"
        ),
        pytest.param('{"id":1,"kind":"é","arrays":[],"payload":1}'.encode(), b"", id="not ASCII"),
    ],
)
def test_malformed_headers_are_protocol_errors(head, body):
    with pytest.raises(ProtocolError):
        decode(frame_of(head, body))


def test_nesting_beyond_the_limit_is_refused_on_both_sides():
    deep: list = []
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(ValueError, match="nested deeper"):
        encode(Message(1, "answer", deep))
    with pytest.raises(ProtocolError, match="nested deeper"):
        decode(frame_of(header(deep)))


def test_one_array_in_two_places_is_refused():
    table = [{"dtype": "uint8", "shape": [4]}]
    assert decode(frame_of(header([{"$array": 0}], table), b"abcd")).payload[0].tolist() == [97, 98, 99, 100]
    with pytest.raises(ProtocolError, match="in two places"):
        decode(frame_of(header([{"$array": 0}] * 2, table), b"abcd"))


def test_every_whole_number_that_arrives_can_become_a_float():
    largest = 2**MAX_INTEGER_BITS - 1
    assert float(decode(frame_of(header([-largest]))).payload[0]) < -1e300
    for payload in ([largest + 1], {"$pairs": [[largest + 1, 1]]}):
        with pytest.raises(ProtocolError, match="giant integer"):
            decode(frame_of(header(payload)))


@pytest.mark.parametrize(
    ("shape", "accepted"), [((0, 28, 28), True), ((0, 2**39), False), ((2**39, 0), False)]
)
def test_an_array_without_elements_has_a_reasonable_shape(shape, accepted):
    frame = frame_of(header({"$array": 0}, [{"dtype": "float32", "shape": list(shape)}]))
    if accepted:
        assert decode(frame).payload.shape == shape
    else:
        with pytest.raises(ProtocolError, match="pretends to be huge"):
            decode(frame)


def test_of_two_equal_keys_the_last_one_counts():
    assert decode(
        frame_of(b'{"id":1,"id":2,"kind":"answer","arrays":[],"payload":{"a":1,"a":2}}')
    ) == Message(2, "answer", {"a": 2})


def test_bytes_that_are_no_booleans_become_booleans():
    array = decode(
        frame_of(header({"$array": 0}, [{"dtype": "bool", "shape": [3]}]), b"\x00\x01\x07")
    ).payload
    assert array.tolist() == [False, True, True]


def test_the_length_is_known_from_the_first_bytes_and_bounded_before_anything_is_stored():
    frame = encode(Message(1, "answer", np.zeros(100)))
    assert frame_length(frame[:10], 10_000) is None
    assert frame_length(frame[:16], 10_000) == len(frame)
    with pytest.raises(ProtocolError, match="too large"):
        frame_length(frame[:16], 500)


@pytest.mark.parametrize("start", [b"x", b"Tx", b"HTTP/1.1 200 OK"])
def test_bytes_that_start_no_frame_are_refused_at_once(start):
    with pytest.raises(ProtocolError, match="does not start"):
        frame_length(start, 10_000)
