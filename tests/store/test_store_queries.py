"""The questions to the vault: right answers, in the right order, over the right index."""

from vault_kit import a_case

from twijs_desk.store import queries


def test_serials_count_per_year_and_never_repeat(vault):
    with vault.write() as session:
        assert queries.next_serial(session, 2026) == 1
        session.add(a_case(7))
        assert queries.next_serial(session, 2026) == 8
        assert queries.next_serial(session, 2027) == 1


def test_a_case_is_found_by_its_number_and_nonsense_finds_nothing(vault):
    with vault.write() as session:
        session.add(case := a_case(14))
    with vault.read() as session:
        assert queries.case_by_number(session, "2026-014") == case.id
        for nonsense in ("", "2026", "2026-", "2026-015", "x-y", "²026-14", "2026-" + "9" * 40, "2026--14"):
            assert queries.case_by_number(session, nonsense) is None


def test_the_list_uses_its_indexes_and_sorts_nothing(vault):
    with vault.outside_transaction() as connection:
        plan = "EXPLAIN QUERY PLAN SELECT id FROM case_file {} ORDER BY updated_at DESC, id DESC LIMIT 100"
        newest = str(connection.execute(plan.format("")).fetchall())
        of_status = str(connection.execute(plan.format("WHERE status = 'closed'")).fetchall())
    assert "ix_case_recent" in newest
    assert "ix_case_status" in of_status
    assert "TEMP B-TREE" not in newest + of_status
