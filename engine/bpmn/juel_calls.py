"""Methods and functions that vendors' expressions call, and the FEEL that does the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Names that belong to the engine of the vendor: never a variable of a case.
BARE = frozenset(
    {"execution", "task", "caseExecution", "externalTask", "authenticatedUserId", "runtimeService"}
    | {"taskService", "processInstance", "delegateTask", "now", "dateTime", "currentUser"}
)

# (method, number of arguments) → FEEL, where {0} is the value and {1} the first argument.
METHODS: Mapping[tuple[str, int], str] = {
    ("size", 0): "count({0})",
    ("length", 0): "string length({0})",
    ("isEmpty", 0): 'list contains([null, "", [], {{}}], {0})',
    ("contains", 1): "list contains({0}, {1})",
    ("equals", 1): "{0} = {1}",
    ("equalsIgnoreCase", 1): "lower case({0}) = lower case({1})",
    ("startsWith", 1): "starts with({0}, {1})",
    ("endsWith", 1): "ends with({0}, {1})",
    ("matches", 1): "matches({0}, {1})",
    ("replace", 2): "replace({0}, {1}, {2})",
    ("split", 1): "split({0}, {1})",
    ("toLowerCase", 0): "lower case({0})",
    ("toUpperCase", 0): "upper case({0})",
    ("toString", 0): "string({0})",
    ("intValue", 0): "{0}",
    ("longValue", 0): "{0}",
    ("doubleValue", 0): "{0}",
    ("get", 1): "get value({0}, {1})",
    ("containsKey", 1): "get value({0}, {1}) != null",
}
# (function, number of arguments) → FEEL, where {0} is the first argument.
FUNCTIONS: Mapping[tuple[str, int], str] = {
    ("fn:length", 1): "count({0})",
    ("fn:contains", 2): "contains({0}, {1})",
    ("fn:startsWith", 2): "starts with({0}, {1})",
    ("fn:endsWith", 2): "ends with({0}, {1})",
    ("fn:toLowerCase", 1): "lower case({0})",
    ("fn:toUpperCase", 1): "upper case({0})",
    ("fn:split", 2): "split({0}, {1})",
    ("now", 0): "now()",
    ("dateTime", 0): "now()",
}
# Functions of which the first argument is the name of a variable, as a text.
OF_VARIABLES: Mapping[tuple[str, int], str] = {
    ("execution.getVariable", 1): "{0}",
    ("execution.getVariableLocal", 1): "{0}",
    ("execution.hasVariable", 1): "{0} != null",
    ("execution.setVariable", 2): "{{{0}: {1}}}",
    ("task.getVariable", 1): "{0}",
    ("task.setVariable", 2): "{{{0}: {1}}}",
    ("variables:get", 1): "{0}",
    ("variables:equals", 2): "{0} = {1}",
    ("variables:eq", 2): "{0} = {1}",
    ("variables:notEquals", 2): "{0} != {1}",
    ("variables:contains", 2): "list contains({0}, {1})",
    ("variables:empty", 1): 'list contains([null, "", [], {{}}], {0})',
}


def called(method: str, value: str, arguments: Sequence[str]) -> str | None:
    """Return the FEEL for `value.method(arguments)`; `None` when there is none."""
    if method == "get" and len(arguments) == 1 and arguments[0].isdecimal():
        return f"{value}[{int(arguments[0]) + 1}]"
    made = METHODS.get((method, len(arguments)))
    return None if made is None else made.format(value, *arguments)


def function(name: str, arguments: Sequence[str]) -> str | None:
    """Return the FEEL for `name(arguments)`; `None` when there is none."""
    written = name.replace("vars:", "variables:").replace("var:", "variables:")
    of_variable = OF_VARIABLES.get((written, len(arguments)))
    if of_variable is not None:
        variable = arguments[0].strip('"')
        return of_variable.format(variable, *arguments[1:]) if variable.isidentifier() else None
    made = FUNCTIONS.get((written, len(arguments)))
    return None if made is None else made.format(*arguments)
