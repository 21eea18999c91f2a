"""No text takes more than a second, 256 MB, or raises anything but our own error.

Texts that try to are evaluated in a process of their own, which says how long each took and how
much memory it had at its peak. Seconds are those of one machine, counted in loops of Python
that are run after whatever took long, so that a slow or a busy machine has the same verdict.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
SECONDS = 1.0
LOOPS_A_SECOND = 30_000_000  # additions; what the machine does on which the budget was set
MEGABYTES = 256

# Reads one JSON text per line; writes what evaluating it took. Memory is what the process took
# more than it had after one expression of every kind; its own limit is a safety net.
_CHILD = """
import json, resource, sys, time
from engine.feel import FeelSyntaxError, compile_unary_tests, evaluate
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
def peak():
    with open("/proc/self/status") as file:  # what getrusage says is inherited from the parent
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))
evaluate('matches("a", "a") and @"2024-01-01T00:00:00@Europe/Brussels" = null')
start = peak()
def loop():  # seconds that a million additions take now
    began, number = time.process_time(), 0
    for each in range(400_000):
        number += each
    return (time.process_time() - began) * 2.5
for line in sys.stdin:
    text, raised = json.loads(line), ""
    took = 0.0
    for way in (evaluate, lambda t: compile_unary_tests(t).matches(1, {})):
        began = time.process_time()
        try:
            made = way(text)
            if any(w.code == "internal_error" for w in made.warnings):
                raised = "internal error"
        except FeelSyntaxError:
            pass
        except BaseException as error:
            raised = repr(error)[:200]
        spent = time.process_time() - began
        took = max(took, spent / loop() if spent > 0.1 else 0.0)
    print(json.dumps({"raised": raised, "loops": took, "megabytes": peak() - start}), flush=True)
"""


def _measured(texts: list[str]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input="".join(json.dumps(text) + "\n" for text in texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=ROOT,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _broken(texts: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return what broke the budget; who does by time does so again."""
    found = _measured(texts)
    assert len(found) == len(texts), "the process stopped"
    pairs = list(zip(texts, found, strict=True))
    broken = [pair for pair in pairs if pair[1]["raised"] or pair[1]["megabytes"] > MEGABYTES]
    slow = [text for text, one in pairs if _seconds(one) > SECONDS]
    again = zip(slow, _measured(slow), strict=True) if slow else ()
    broken += [pair for pair in again if _seconds(pair[1]) > SECONDS]
    return [(text[:200], one) for text, one in broken]


def _seconds(one: dict[str, Any]) -> float:
    return float(one["loops"]) * 1_000_000 / LOOPS_A_SECOND


def test_a_text_that_takes_long_is_found() -> None:
    (one,) = _measured(["count(for i in 1..90000 return i * i)"])
    assert 0.1 < _seconds(one) < SECONDS


_LONG = '"' + "a" * 90_000 + '"'
_PAIRS = ", ".join(f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 40))
_TEXTS = ", ".join(f"s{n}: s{n - 1} + s{n - 1}" for n in range(1, 40))
_LISTS = ", ".join(f"l{n}: concatenate(l{n - 1}, l{n - 1})" for n in range(1, 40))
BOMBS = {
    "a long count": "for x in 1..1000000000 return x",
    "a count to nowhere": "count(for x in [-999999999999..999999999999] return x)",
    "loops in loops": "for a in 1..1000 return for b in 1..1000 return for c in 1..1000 return c",
    "loops beside loops": "some a in 1..9999, b in 1..9999, c in 1..9999 satisfies a + b + c < 0",
    "days without end": 'for d in @"-999999999-01-01"..@"999999999-01-01" return d',
    "a doubled text": "{s0: " + _LONG + f", {_TEXTS}, r: string length(s39)}}.r",
    "a doubled list": f"{{l0: [1], {_LISTS}, r: count(l39)}}.r",
    "a tree of pairs": f"{{a0: [1, 1], {_PAIRS}, r: flatten(a39)}}.r",
    "a tree written out": f"{{a0: [1, 1], {_PAIRS}, r: string(a39)}}.r",
    "two trees compared": f"{{a0: [1, 1], {_PAIRS}, r: a39 = [a38, a38]}}.r",
    "texts of texts": "for i in 1..99999 return " + '"' + "a" * 9_000 + '" + string(i)',
    "texts joined": "string join(for i in 1..99999 return " + '"' + "a" * 900 + '", "b")',
    "partial on partial": "for i in 1..90000 return concatenate(partial, partial)",
    "partial kept": "for i in 1..90000 return partial",
    "partial sorted": "for i in 1..3000 return sort(partial, function(x, y) true)",
    "a tower of powers": "9 ** 9 ** 9 ** 9 ** 9",
    "a long power": "1.0000000001 ** 999999999999",
    "a large number": "1" + "0" * 80_000,
    "a far exponent": "1e999999999 * 1e999999999",
    "a fine scale": "decimal(1 / 3, 6176) + round up(1e6000, 6000)",
    "a large root": "sqrt(9.9e6144) + log(9.9e6144) + exp(14000) + exp(-99999999)",
    "a written number": "string(9e6144) + string(9e-6143)",
    "recursion": "{f: function(x) f(x + 1), r: f(1)}.r",
    "two recursions": "{f: function(x) f(x - 1) + f(x - 1), r: f(1000)}.r",
    "recursion by name": "{f: function(x) f(x: [x, x]), r: f(x: 1)}.r",
    "functions of functions": "{y: function(f) f(f), r: y(y)}.r",
    "a pattern": f'matches({_LONG}, "(a*)*(a*)*(a*)*b")',
    "a large pattern": 'matches("a", "((a{1,100}){1,100}){1,100}")',
    "a nested pattern": f'matches("a", "{"(" * 5_000}a{")*" * 5_000}")',
    "many replacements": f'replace({_LONG}, "a", "{"b" * 9_000}")',
    "many groups": f'replace({_LONG}, "(a)(a)(a)(a)", "$1$2$3$4$1$2$3$4$1$2$3$4")',
    "many parts": f'split({_LONG}, "a")',
    "brackets": "[" * 50_000,
    "closed brackets": "[" * 20_000 + "]" * 20_000,
    "parentheses": "(" * 40_000 + "1" + ")" * 40_000,
    "minuses": "-" * 90_000 + "1",
    "ifs": "if true then " * 7_000 + "1" + " else 2" * 7_000,
    "contexts": "{a: " * 20_000 + "1" + "}" * 20_000,
    "intervals": "[1.." * 20_000 + "1" + "]" * 20_000,
    "half intervals": "1 in (" * 15_000 + "1" + ")" * 15_000,
    "open ends": "]1..[" * 15_000,
    "filters": "x" + "[1]" * 30_000,
    "filters in filters": "x[" * 30_000 + "1" + "]" * 30_000,
    "paths": "a" + ".b" * 45_000,
    "calls": "f" + "(1)" * 30_000,
    "sums": "1" + " + 1" * 24_000,
    "comparisons": "1" + " < 1" * 24_000,
    "conjunctions": "true" + " and true" * 9_000,
    "a long list": "[" + "1, " * 33_000 + "1]",
    "a long context": "{" + ", ".join(f"a{n}: {n}" for n in range(7_000)) + "}",
    "long names": "a " * 49_000,
    "names with signs": "a-b+c*" * 16_000 + "d",
    "named arguments": "f(" + ", ".join(f"a{n}: 1" for n in range(9_000)) + ")",
    "one long name": "a" * 99_000,
    "an open text": '"' + "\\" * 99_000,
    "comments": "/*" * 49_000,
    "quotes": "'" * 99_000,
    "types": "1 instance of " + "list<" * 19_000 + "number" + ">" * 19_000,
    "parameters": "function(" + ", ".join(f"p{n}" for n in range(12_000)) + ") 1",
    "distinct values": "distinct values(for i in 1..90000 return i)",
    "unions": "union(for i in 1..50000 return i, for i in 1..50000 return -i)",
    "index of": "for i in 1..90000 return index of(partial, i)",
    "list contains": "{l: for i in 1..9e4 return i, r: some i in l satisfies list contains(l, 0)}",
    "membership": "{l: for i in 1..90000 return i, r: some i in l satisfies -i in l}.r",
    "filters by itself": "{l: for i in 1..90000 return i, r: l[count(l[item > 5]) = 0]}.r",
    "means": "{l: for i in 1..90000 return i, r: for i in l return mean(l)}.r",
    "deviations": "{l: for i in 1..90000 return i, r: for i in l return stddev(l)}.r",
    "entries": "{c: {a: 1}, r: for i in 1..9000 return context put(c, string(i), i)}.r",
    "wider contexts": "for i in 1..9000 return context merge(partial)",
    "upper case": f"for i in 1..9000 return upper case({_LONG})",
    "substrings": f"for i in 1..9000 return substring({_LONG}, 2)",
    "found texts": f'for i in 1..90000 return contains({_LONG}, "b")',
    "matched texts": f'for i in 1..90000 return matches({_LONG}, "b")',
    "cut texts": f'for i in 1..9000 return split({_LONG}, "a")',
    "lengths of texts": f"for i in 1..90000 return string length({_LONG} + {_LONG})",
    "equal texts": f"for i in 1..90000 return {_LONG} + string(1) = {_LONG} + string(1)",
    "replaced lists": "for i in 1..9000 return list replace(partial, function(x, y) false, 1)",
    "reversed lists": "{l: for i in 1..90000 return i, r: for i in l return reverse(l)}.r",
    "partitions": "{l: for i in 1..90000 return i, r: for i in l return partition(l, 1)}.r",
    "a long duration": 'duration("P' + "9" * 90_000 + 'D")',
    "a far date": 'date("' + "9" * 90_000 + '-01-01")',
    "a far moment": '@"999999999-12-31T23:59:59@Europe/Brussels" + @"P999999999D"',
    "an unknown zone": 'time("10:00:00@' + "a/" * 40_000 + '")',
    "a written interval": 'range("[' + "1" * 90_000 + "..2" + ']")',
}


def test_what_is_made_to_break_it_stays_within_its_budget() -> None:
    assert _broken(list(BOMBS.values())) == []


_PIECES = st.sampled_from(
    [
        *("1", "9e9", '"a"', "x", "partial", "item", "?", "[", "]", "(", ")", "{", "}", ":", ","),
        *("..", ".", "+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in", "between"),
        *("if", "then", "else", "for", "return", "some", "every", "satisfies", "function", "not"),
        *("instance of", "list<", "@", '"P1D"', '"2024-01-01"', "1..99999", "null", "count", "\n"),
        *("concatenate", "matches", "sort", "string", "date and time", "flatten", "//", "/*", "\\"),
    ]
)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.builds(" ".join, st.lists(_PIECES, max_size=40)), min_size=50, max_size=100))
def test_no_jumble_of_words_breaks_it(texts: list[str]) -> None:
    assert _broken(texts) == []


_LEAVES = st.sampled_from(["1", "99999", '"a"', "x", "[1, 2]", "1..99999", "{a: 1}", "null"])
_GROWN = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds("(for x in {} return {})".format, inner, inner),
        st.builds("(for x in 1..9999 return {})".format, inner),
        st.builds("(some x in {} satisfies {})".format, inner, inner),
        st.builds("({}) + ({})".format, inner, inner),
        st.builds("({}) ** ({})".format, inner, inner),
        st.builds("concatenate({}, partial, {})".format, inner, inner),
        st.builds("string({})".format, inner),
        st.builds("flatten([{}, {}])".format, inner, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("sort({}, function(x, y) {})".format, inner, inner),
        st.builds("{{f: function(x) {}, r: f({})}}.r".format, inner, inner),
        st.builds('replace("aaaa" + {}, "a", {})'.format, inner, inner),
    ),
    max_leaves=14,
)


@settings(max_examples=6, deadline=None)
@given(st.lists(_GROWN, min_size=15, max_size=30))
def test_no_tower_of_loops_breaks_it(texts: list[str]) -> None:
    assert _broken(texts) == []


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.lists(_GROWN, min_size=30, max_size=60))
def test_no_tower_of_loops_breaks_it_however_long_it_is_tried(texts: list[str]) -> None:
    assert _broken(texts) == []
