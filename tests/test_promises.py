"""The promises that this version keeps, each with the tests that would fail without it; and those still to come."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]

KEPT = {
    "Killed at any point: what was told to be saved is saved, what was to be said is said once": """
        test_what_was_acknowledged_is_there_after_a_kill_and_nothing_is_half
        test_nothing_that_was_confirmed_to_a_person_is_missing
        test_no_message_stands_twice
        test_killed_before_the_message_left_it_sends_it_after_the_restart""",
    "A lost answer: looked for before it is sent again": """
        test_a_lost_answer_is_looked_for_before_it_is_sent_again
        test_killed_after_the_message_arrived_it_does_not_send_it_again
        test_killed_after_a_bundle_arrived_each_reminder_finds_itself_in_it""",
    "An hour down with 500 reminders: none lost, none of what is settled, one message a person; Retry-After": """
        test_an_hour_down_with_500_reminders_loses_none_and_reminds_of_nothing_settled
        test_asked_to_wait_it_waits_that_long_and_then_needs_not_look
        test_retry_after_is_obeyed
        test_a_conversation_gets_a_few_at_once_and_then_one_a_second""",
    "Two press at the same moment: one wins": """
        test_of_two_who_take_it_at_the_same_moment_one_wins
        test_one_of_many_at_the_same_moment_wins""",
    "An event three times, late, out of order: one effect, else a friendly reason": """
        test_the_same_delivery_twice_has_one_effect
        test_the_same_delivery_twice_raises_one_request
        test_a_new_version_kills_the_old_buttons
        test_a_button_that_nobody_knows_any_more_is_answered_kindly""",
    "A revoked token: sending pauses, nothing is dropped": "test_a_revoked_token_pauses_and_drops_nothing",
    "A channel archived: people are reached directly": """
        test_an_archived_channel_means_its_leads_hear_it_once
        test_talk_goes_on_under_the_leads_card_when_the_channel_is_gone""",
    "A person deactivated: their reminders stop": "test_somebody_who_is_gone_hears_nothing_more",
    "A card deleted by hand: posted anew once": "test_a_card_deleted_by_hand_comes_back_once",
    "A workflow is edited while requests run: they keep their version": """
        test_a_request_keeps_the_version_it_began_with
        test_a_workflow_that_is_gone_still_runs_for_those_who_began_with_it
        test_time_goes_on_for_a_request_whose_department_is_gone""",
    "The clock jumps, DST starts or ends: no reminder lost or doubled": """
        test_after_a_week_off_what_is_still_true_is_told_once_to_each
        test_a_second_sweep_finds_nothing
        test_clock_changes_move_the_instant_and_not_the_hour
        test_office_hours_stay_where_they_are_on_the_wall_when_the_clocks_change
        test_one_request_that_fails_holds_no_other_up_and_is_tried_again""",
    "The disk is full: told, readable, recovers": """
        test_a_full_disk_saves_nothing_says_so_and_can_still_be_read
        test_it_recovers_by_itself_when_there_is_room_again
        test_a_full_disk_is_told_and_what_was_typed_stays""",
    "The store is damaged: refused, kept, never empty": """
        test_a_damaged_file_is_refused_and_left_as_it_is
        test_it_never_starts_empty_beside_a_journal
        test_a_damaged_store_is_refused_and_kept""",
    "A second process on the same store: one clear line": """
        test_a_second_process_is_refused
        test_a_second_process_on_the_same_store_is_told_so""",
    "SIGTERM: gone within 10 s": "test_told_to_end_it_is_gone_within_ten_seconds_though_slack_is_away",
    "Hostile Slack requests: 401 or 400, never 5xx": """
        test_what_slack_did_not_sign_is_turned_away
        test_what_has_not_slacks_shape_is_400
        test_a_payload_that_is_no_json_is_400
        test_no_signed_shape_makes_a_5xx""",
    "Text of any kind and length: stored whole, cut on character boundaries": """
        test_any_words_are_kept_whole
        test_a_cut_tears_no_emoji_apart
        test_a_text_of_a_megabyte_is_cut_quickly
        test_a_megabyte_of_keywords_is_matched_at_once
        test_nothing_comes_in_that_no_store_can_hold""",
    "Mentions and links are shown as typed": """
        test_mentions_and_links_are_shown_as_typed
        test_mrkdwn_is_never_longer_than_the_limit_and_never_live
        test_only_whom_a_card_addresses_is_mentioned""",
    "Configuration: file, line, column and mend; bombs refused": """
        test_a_problem_is_one_line_with_place_and_mend
        test_what_yaml_can_hide_is_refused
        test_a_bomb_of_aliases_is_never_unfolded
        test_a_bare_no_is_a_word_where_words_are_expected""",
    "Roles: the whole table": """
        test_exactly_these_may
        test_the_expectation_names_every_act_and_no_other
        test_a_guest_cannot_act_even_on_what_is_theirs""",
    "Logs: JSON lines, no secrets, no words": """
        test_an_entry_is_one_json_line
        test_secrets_become_stars
        test_peoples_words_show_only_to_those_who_debug
        test_an_error_shows_where_but_not_what_it_said""",
    "The manifest asks for no more than it uses": """
        test_the_scopes_are_exactly_those_that_calls_events_and_commands_need
        test_no_scope_is_asked_for_beyond_what_was_promised""",
    "Confidential content never in a channel": """
        test_the_channel_learns_nothing_more_in_any_state
        test_a_refusal_does_not_say_who_asked""",
}
LATER = {
    "What a deactivated person owned goes back to the lead",
    "WeCom: duplicates, pace, hostile callbacks",
    "PostgreSQL restarts",
    "The restore command that a damaged store names",
    "Web pages: CSRF, signed links, Content-Security-Policy",
    "CSV cells neutralised",
    "A refusal is recorded",
    "Closed requests are kept 365 days, then pruned",
}


@pytest.mark.parametrize("promise", sorted(KEPT))
def test_each_promise_has_tests_that_would_fail_without_it(promise: str) -> None:
    assert promise not in LATER
    assert set(KEPT[promise].split()) <= _tests()


def _tests() -> set[str]:
    files = (ROOT / "tests").rglob("*.py")
    return {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))}


def test_told_to_end_it_is_gone_within_ten_seconds_though_slack_is_away(tmp_path: Path) -> None:
    port = _free_port()
    settings = {
        "EOAC_STORE": f"tinydb:{tmp_path / 'eoac.db'}",
        "EOAC_PORT": str(port),
        "SLACK_BOT_TOKEN": "xoxb-nobody",
        "SLACK_APP_TOKEN": "xapp-nobody",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
    }
    command = [sys.executable, str(ROOT / "app.py"), "serve"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | settings, stderr=subprocess.DEVNULL
    ) as served:
        try:
            ready = _first_answer(f"http://127.0.0.1:{port}/readyz")
            before = time.monotonic()
            served.send_signal(signal.SIGTERM)
            assert served.wait(10) == 0
            assert time.monotonic() - before < 10
        finally:
            served.kill()
    assert ready.status_code == 503
    assert "slack" in ready.json()["failing"]


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _first_answer(url: str) -> httpx.Response:
    for _ in range(200):
        try:
            return httpx.get(url, timeout=5, trust_env=False)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise TimeoutError(url)
