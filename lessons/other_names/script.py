"""The typed λ in everybody's convention as a script, by the core's own table of conventions."""

from collections.abc import Iterator

from dashboard.script_text import SHOW, code_cell, joined, number, title_cell
from l2core.conventions import conventions
from lessons.other_names.choice import ADAMW, TypedDecay, TypedLambda


def source(typed: TypedLambda | TypedDecay) -> str:
    """Python source that prints the numbers of the page: those of all libraries that are asked for."""
    return _of_lambda(typed) if isinstance(typed, TypedLambda) else _of_decay(typed)


def _of_lambda(typed: TypedLambda) -> str:
    given = typed.convention
    body = [
        code_cell(_given(typed), "The λ that is given"),
        code_cell(_read_by_others(typed), "The same λ in other words"),
    ]
    title = f"{given.parameter} = {number(typed.value)} of {given.name}, for others"
    about = (
        "What the number is called by each library with this penalty: first where the loss is the same. λ\n"
        "of the mean loss is the one beside the mean over the rows, with squared error counted as ½(ŷ − y)²."
    )
    used = joined(body)
    names = [name for name in ("apart", "translate") if f"{name}(" in used]
    imports = [f"from l2core.convention import {', '.join(names)}"] if names else []
    imports.append("from l2core.conventions import conventions")
    return joined([title_cell(title, about), code_cell(imports), *body])


def _given(typed: TypedLambda) -> list[str]:
    """`given`, its `value`, what belongs to the table and the model, and λ and r of the mean loss."""
    given, told = typed.convention, "outputs=outputs, spread=spread"
    of_loss = f"conventions({given.penalty!r}, {given.loss!r})"
    lines = [
        f"given = next(c for c in {of_loss} if c.name == {given.name!r})",
        f"value = {number(typed.value)}  # {given.parameter}",
        f"rows, batch = {typed.rows}, {typed.batch}  # batch: None for what each library takes by itself",
        f"outputs = {typed.outputs}  # numbers that the model predicts for a row",
        f"spread = {number(typed.spread or 1.0)}  # s, the standard deviation of y",
    ]
    if given.penalty == "elastic_net":
        lines.append(f"l1_ratio = {number(typed.l1_ratio)}  # the share of L1")
        told = f"l1_ratio=l1_ratio, {told}"
    lines += [
        "n = given.examples(rows, batch)",
        f"lambd = given.to_canonical(value, n, {told})",
    ]
    if given.penalty == "elastic_net":
        lines.append("r = given.ratio_to_canonical(l1_ratio, spread=spread)")
    return lines


def _read_by_others(typed: TypedLambda) -> Iterator[str]:
    """The lines that print λ of the mean loss, and its number in each convention that is asked for."""
    penalty = typed.convention.penalty
    mixed = penalty == "elastic_net"
    yield from SHOW
    yield from ("", "", 'show("lambda of the mean loss", lambd)')
    if mixed:
        yield 'show("share of L1 beside it", r)'
    if typed.target == ADAMW:  # has no number for a λ
        return
    if isinstance(typed.target, str):
        wanted = list(conventions(penalty))
        yield f"every = sorted(conventions({penalty!r}), key=lambda c: c.loss != given.loss)"
    else:
        wanted = [typed.target]
        yield f"every = [c for c in conventions({penalty!r}) if c.name == {typed.target.name!r}]"
    ratio = "l1_ratio=l1_ratio, " if mixed else ""
    share = "share" if mixed else "_share"
    yield "for wanted in every:"
    yield f"    number, {share} = translate("
    yield f"        value, given, wanted, rows, batch, {ratio}outputs=outputs, spread=spread"
    yield "    )"
    yield '    name = f"{wanted.name}: {wanted.parameter}"'
    branches = []
    if typed.spread is None and any(c.needs_spread for c in wanted):
        parts = ['show(f"{name}, without s", share * number)'] if mixed else []
        about = "  # nobody said what s is: a factor of the L2 part"
        whole = "(1 - share) * number" if mixed else "number"
        branches.append((f"wanted.needs_spread:{about}", [*parts, f'show(f"{{name}}, times s", {whole})']))
    if mixed and any(not c.ratio for c in wanted):
        apart = [
            "l1, l2 = apart(number, share)",
            'show(f"{wanted.name}: l1", l1)',
            'show(f"{wanted.name}: l2", l2)',
        ]
        branches.append(("not wanted.ratio:  # the weight of either part", apart))
    plain = ["show(name, number)"]
    if mixed:
        plain.append('show(f"{wanted.name}: {wanted.ratio}", share)')
    for k, (condition, lines) in enumerate(branches):
        yield f"    {'elif' if k else 'if'} {condition}"
        yield from (f"        {line}" for line in lines)
    if branches:
        yield "    else:"
    yield from (f"{'        ' if branches else '    '}{line}" for line in plain)


def _of_decay(typed: TypedDecay) -> str:
    told = [
        f"weight_decay, learning_rate = {number(typed.weight_decay)}, {number(typed.learning_rate)}",
        f"rows, batch = {typed.rows}, {typed.batch}",
        "tau = timescale(weight_decay, learning_rate)  # in steps",
        "epoch = steps_per_epoch(rows, batch)",
        "epochs = tau / epoch",
    ]
    shown = [
        *SHOW,
        "",
        "",
        'show("steps that the weights remember", tau)',
        'show("epochs that the weights remember", epochs)',
        'show("steps in an epoch", epoch)',
        "# the weight_decay that leaves the epochs as they are",
        "twice = weight_decay_of(epochs * epoch, 2 * learning_rate)",
        'show("weight_decay with twice the learning rate", twice)',
        "twice = weight_decay_of(epochs * steps_per_epoch(2 * rows, batch), learning_rate)",
        'show("weight_decay with twice the rows", twice)',
    ]
    if 2 * typed.batch <= typed.rows:  # a batch has no more than all
        shown += [
            "twice = weight_decay_of(epochs * steps_per_epoch(rows, 2 * batch), learning_rate)",
            'show("weight_decay with twice the rows in a batch", twice)',
        ]
    return joined(
        [
            title_cell(
                f"weight_decay = {number(typed.weight_decay)} of AdamW",
                "For how many steps and epochs the weights remember, and what keeps that elsewhere.",
            ),
            code_cell(["from l2core.decoupled_decay import steps_per_epoch, timescale, weight_decay_of"]),
            code_cell(told, "What is given"),
            code_cell(shown, "How long the weights remember"),
        ]
    )
