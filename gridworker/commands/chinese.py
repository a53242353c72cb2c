"""Click in Chinese: help texts and the sentences about wrong usage."""

from __future__ import annotations

from typing import Any

import click


class _ChineseHelp(click.Command):
    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        named = {
            "[OPTIONS]": "[选项]",
            "COMMAND [ARGS]...": "命令 [参数]…",
            "[COMMAND] [ARGS]...": "[命令 [参数]…]",
        }
        return [named.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明"
        return option


class ChineseCommand(_ChineseHelp):
    """A command whose help is Chinese."""


class ChineseGroup(_ChineseHelp, click.Group):
    """A group of commands whose help is Chinese."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _ChineseHelp.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl([(name, command.get_short_help_str(80)) for name, command in commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def usage_sentence(error: click.UsageError) -> str:
    """One Chinese sentence for wrong usage, and where help is."""
    where = error.ctx.command_path if error.ctx else "gridworker"
    return f"{_what_is_wrong(error)}。用法见：{where} --help"


def _what_is_wrong(error: click.UsageError) -> str:
    parameter: Any = getattr(error, "param", None)
    name = parameter.human_readable_name if parameter is not None else ""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 用法不对"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {name}"
    if isinstance(error, click.BadParameter) and isinstance(getattr(parameter, "type", None), click.Choice):
        return f"{name}只能是 {'、'.join(parameter.type.choices)}"
    if isinstance(error, click.BadParameter):
        return error.message if _is_chinese(error.message) else f"{name} 的值不对"
    if error.message.startswith("No such command"):
        return f"没有这个命令：{error.message.split(maxsplit=3)[-1].strip(chr(39) + '.')}"
    return error.message if _is_chinese(error.message) else "命令用法不对"


def _is_chinese(text: str) -> bool:
    return any("一" <= char <= "鿿" for char in text)
