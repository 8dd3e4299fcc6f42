"""What a time expression means: TIMEX3 type and value, and the interval, given the anchor and what was dated before.

One rule of meaning for each rule of the grammar, in ``timex_dates``, ``timex_days`` and ``timex_periods``.
"""

from __future__ import annotations

from collections.abc import Callable

from cuibono.language import timex_dates as dates
from cuibono.language import timex_days as days
from cuibono.language import timex_periods as periods
from cuibono.language.timex_grammar import Hit
from cuibono.language.timex_meaning import Context, Meaning


def meaning(hit: Hit, context: Context) -> Meaning | None:
    """What the expression means; None where its numbers make no date."""
    try:
        return _RULES[hit.rule](hit, context)
    except (ValueError, OverflowError):
        return None


_RULES: dict[str, Callable[[Hit, Context], Meaning | None]] = {
    "iso": dates.of_iso,
    "slashed": dates.of_slashed,
    "time": dates.of_time,
    "month_day": dates.of_month_day,
    "day_month": dates.of_month_day,
    "day_before": days.of_day_before,
    "day_behind": days.of_day_behind,
    "day_alone": days.of_day_alone,
    "nth_of": days.of_nth,
    "month_year": dates.of_month_year,
    "week_of": dates.of_week_of,
    "month": dates.of_month,
    "weekday": dates.of_weekday,
    "weekday_off": days.of_weekday_off,
    "deictic": dates.of_deictic,
    "part_today": dates.of_part_today,
    "year_end": periods.of_year_end,
    "fiscal": periods.of_fiscal,
    "fiscal_rel": periods.of_fiscal_rel,
    "quarter": periods.of_quarter,
    "quarter_code": periods.of_quarter_code,
    "year_back": periods.of_year_back,
    "season": dates.of_season,
    "holiday": dates.of_holiday,
    "rel_unit": periods.of_rel_unit,
    "span_of": periods.of_span_of,
    "ago": periods.of_ago,
    "ages_ago": periods.reference("PAST_REF"),
    "ago_vague": periods.of_ago_vague,
    "within": periods.of_within,
    "duration_end": periods.of_duration_half,
    "duration": periods.of_duration,
    "duration_joint": periods.of_duration_joint,
    "duration_a": periods.of_duration,
    "duration_long": periods.of_duration_long,
    "units": periods.of_duration_some,
    "each": periods.of_each,
    "per": periods.of_per,
    "per_unit": periods.of_per,
    "rate": periods.of_per,
    "set": periods.of_set,
    "set_days": periods.of_set_days,
    "decade": dates.of_decade,
    "century": dates.of_century,
    "year_span": dates.of_year_span,
    "year": dates.of_year,
    "year_period": dates.of_year,
    "year_short": dates.of_year_short,
    "year_words": dates.of_year_words,
    "era": dates.of_era,
    "the_unit": periods.of_the_unit,
    "present": periods.reference("PRESENT_REF"),
    "past": periods.reference("PAST_REF"),
    "future": periods.reference("FUTURE_REF"),
}
