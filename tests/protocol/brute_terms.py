"""A second calculator of terms, made another way: tables of days and minutes, walked one by one.

Imports nothing of the product. Easter comes from Gauss' tables for 1900 to 2099, summer time from the last Sundays
of March and October, holidays from a list of dates per year, and every term from counting on its fingers.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

ONE = timedelta(days=1)

# Moments are minutes since 1 January 2019 00:00 UTC.
_EPOCH = datetime(2019, 1, 1)  # noqa: DTZ001 - this calculator does its own time zones


def gauss_easter(year: int) -> date:
    """Gauss, with M=24 and N=5 for 1900 to 2099 and his two exceptions."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    if d == 29 and e == 6:
        return date(year, 4, 19)
    if d == 28 and e == 6 and a > 10:
        return date(year, 4, 18)
    return date(year, 3, 22) + (d + e) * ONE


def free_days(first_year: int, last_year: int) -> set[date]:
    """Every Saturday, Sunday and holiday of the Algemene termijnenwet, one by one."""
    free = set()
    for year in range(first_year, last_year + 1):
        day = date(year, 1, 1)
        while day.year == year:
            if day.strftime("%w") in "06":
                free.add(day)
            day += ONE
        sunday = gauss_easter(year)
        free.update((date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)))
        kings = date(year, 4, 27)
        free.add(date(year, 4, 26) if kings.strftime("%w") == "0" else kings)
        for after in (-2, 0, 1, 39, 49, 50):
            free.add(sunday + after * ONE)
    return free


def last_sunday(year: int, month: int) -> date:
    return max(date(year, month, d) for d in range(25, 32) if date(year, month, d).strftime("%w") == "0")


class Brute:
    def __init__(self, first_year: int, last_year: int, no_lessons: set[date]) -> None:
        self.free = free_days(first_year, last_year)
        self.no_lessons = no_lessons
        # Minutes since the epoch in UTC at which the clock is turned: at 01:00 UTC in both directions.
        self.turns: list[tuple[int, int]] = [(-(10**9), 60)]
        for year in range(first_year, last_year + 1):
            for month, offset in ((3, 120), (10, 60)):
                day = last_sunday(year, month)
                self.turns.append(((day - _EPOCH.date()).days * 1440 + 60, offset))

    # Moments ----

    def offset(self, minutes: int) -> int:
        found = 60
        for at, offset in self.turns:
            if at > minutes:
                break
            found = offset
        return found

    def wall(self, minutes: int) -> tuple[date, int]:
        """Day and minute of the day on a Dutch clock."""
        days, rest = divmod(minutes + self.offset(minutes), 1440)
        return _EPOCH.date() + days * ONE, rest

    def from_wall(self, day: date, minute: int) -> int:
        """The first moment at which a Dutch clock shows this; a time that is skipped counts in winter time."""
        base = (day - _EPOCH.date()).days * 1440 + minute
        for offset in (120, 60):
            if self.offset(base - offset) == offset:
                return base - offset
        return base - 60

    def hours(self, minutes: int, amount: int) -> int:
        step = 60 if amount > 0 else -60
        for _ in range(abs(amount)):
            minutes += step
        return minutes

    def same_working_day(self, minutes: int) -> int:
        """Minute by minute would be slow, so by the clock: inside 08:00 to 17:00 the end of it, else the next 08:00."""
        day, minute = self.wall(minutes)
        if day not in self.free and 480 <= minute < 1020:
            return self.from_wall(day, 1020)
        if minute >= 480:
            day += ONE
        while day in self.free:
            day += ONE
        return self.from_wall(day, 480)

    # Days ----

    def works(self, day: date) -> bool:
        return day not in self.free

    def lessons(self, day: date) -> bool:
        return day not in self.free and day not in self.no_lessons

    def plain_end(self, kind: str, amount: int, start: date) -> date:
        """Without pauses, for days, weeks and months: straight from the calendar on the wall."""
        if kind == "months":
            year, month, day = start.year, start.month, start.day
            for _ in range(amount):
                month += 1
                if month == 13:
                    year, month = year + 1, 1
            while True:
                try:
                    return date(year, month, day)
                except ValueError:
                    day -= 1
        return date.fromordinal(start.toordinal() + amount * (7 if kind == "weeks" else 1))

    def end(
        self,
        kind: str,
        amount: int,
        start: date,
        statutory: bool,
        pause: tuple[date, date | None] | None = None,
    ) -> tuple[date | None, date | None]:
        """(last day, safe day): lists the days of the term one by one and strikes out those that do not count."""
        if kind == "working_days":
            return self._nth(start, amount, self.works, pause), None
        if kind == "school_days":
            return self._nth(start, amount, self.lessons, pause), None
        length = (self.plain_end(kind, amount, start) - start).days
        last = self._nth(start, length, lambda _day: True, pause)
        if last is None:
            return None, None
        most = {"days": 90, "weeks": 12, "months": 3}[kind]
        if statutory and amount <= most:
            return self._by_law(start, last, length, pause), None
        if self.works(last):
            return last, None
        safe = last
        while not self.works(safe):
            safe -= ONE
        # before the event, or before a pause was over, there was nothing to do
        floor = start
        if pause is not None and pause[1] is not None and pause[0] < pause[1] <= last:
            floor = max(floor, pause[1])
        return last, safe if safe >= floor else None

    def _by_law(
        self, start: date, last: date, length: int, pause: tuple[date, date | None] | None
    ) -> date | None:
        """Art. 1 and 2 as one demand: a working day, with two of them inside when the term is three days or more."""
        day, worked = start, 0
        while True:
            day += ONE
            if _paused(day, pause):
                if pause is not None and pause[1] is None:
                    return None
                continue
            if self.works(day):
                worked += 1
                if day >= last and (length < 3 or worked >= 2):
                    return day

    def _nth(
        self, start: date, amount: int, counts: object, pause: tuple[date, date | None] | None
    ) -> date | None:
        day = start
        while amount:
            day += ONE
            if _paused(day, pause):
                if pause is not None and pause[1] is None:
                    return None
                continue
            if counts(day):  # type: ignore[operator]
                amount -= 1
        return day

    def back(self, kind: str, amount: int, event: date) -> tuple[date, date | None]:
        """(last day on which it can still be done, safer day)."""
        day, left = event, amount
        if kind in ("working_days", "school_days"):
            counts = self.works if kind == "working_days" else self.lessons
            while left:
                day -= ONE
                left -= counts(day)
            return day, None
        if kind == "months":
            year, month, number = event.year, event.month, event.day
            for _ in range(amount):
                month -= 1
                if month == 0:
                    year, month = year - 1, 12
            while True:
                try:
                    day = date(year, month, number)
                    break
                except ValueError:
                    number -= 1
        else:
            for _ in range(amount * (7 if kind == "weeks" else 1)):
                day -= ONE
        safe = day
        while safe in self.free:
            safe -= ONE
        return day, (None if safe == day else safe)

    def suspension(self, start: date) -> date | None:
        """WPO 40c: strike off days until five school days or seven calendar days are used up."""
        last, used = None, 0
        for number in range(7):
            day = start + number * ONE
            if self.lessons(day) and used < 5:
                last, used = day, used + 1
        return last

    def notice(self, first: date, last: date) -> bool:
        day, used = first, 0
        while day <= last:
            used += self.lessons(day)
            day += ONE
        return used > 1

    def employee(self, start: date, extra_weeks: int) -> date:
        day = start
        for _ in range((4 + extra_weeks) * 7 - 1):
            day += ONE
        return day


def _paused(day: date, pause: tuple[date, date | None] | None) -> bool:
    return pause is not None and pause[0] <= day and (pause[1] is None or day < pause[1])
