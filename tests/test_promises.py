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
        test_killed_before_the_message_left_it_sends_it_after_the_restart
        test_killed_at_any_point_the_same_happens_and_the_same_is_said_once
        test_the_same_words_again_at_once_are_kept_and_shown_once""",
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
    "SIGTERM: gone within 10 s": "test_told_to_end_it_is_gone_within_ten_seconds_though_its_platform_is_away",
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
    "Confidential content never in a channel, nor before anybody who did not take it": """
        test_the_channel_learns_nothing_more_in_any_state
        test_a_refusal_does_not_say_who_asked
        test_nor_does_the_lead_get_at_it_once_a_colleague_has_taken_it
        test_words_to_it_by_those_who_may_not_read_it_are_refused_and_tell_no_name
        test_without_a_channel_every_members_own_card_keeps_quiet
        test_what_is_confidential_is_not_on_the_page_of_those_who_may_not_read_it""",
    "WeCom, a lost answer: none stands twice": """
        test_a_retry_is_the_very_same_bytes_and_stands_once
        test_after_a_restart_what_was_noted_goes_out_as_it_was
        test_found_after_hours_it_had_arrived_if_its_id_is_taken
        test_killed_between_the_answer_and_the_receipt_it_stands_once""",
    "WeCom, pace: 30 a minute a member, 1000 an hour": """
        test_a_member_of_wecom_never_gets_what_would_silently_be_dropped""",
    "WeCom, a token that ends: renewed once, whoever waits": """
        test_fifty_whose_token_was_refused_cause_one_request""",
    "WeCom, an event three times or in the same second: one effect each": """
        test_a_repeated_callback_has_one_effect
        test_two_clicks_in_one_second_both_count
        test_a_twin_that_comes_meanwhile_waits_for_the_first""",
    "WeCom away: what others hear on Slack goes on": """
        test_requests_of_a_platform_that_is_away_hold_no_other_up
        test_while_wecom_is_away_nobody_waits_for_each_name""",
    "WeCom, hostile callbacks: 4xx, never processed": """
        test_what_is_bent_is_turned_away_at_once
        test_a_message_of_an_hour_ago_is_turned_away
        test_what_is_sealed_but_no_message_is_turned_away
        test_what_is_sealed_for_another_company_is_turned_away
        test_a_wrong_signature_opens_nothing
        test_a_stale_timestamp_is_refused
        test_rubbish_is_never_opened""",
    "WeCom, words: within limits, as typed, nothing live": """
        test_any_card_is_a_message_that_wecom_takes_whole
        test_any_card_as_words_is_a_text_in_which_nothing_is_live
        test_peoples_words_stand_as_they_were_typed""",
    "Web pages: what is not yours looks as if it did not exist": """
        test_a_page_that_is_not_yours_is_byte_for_byte_one_that_does_not_exist
        test_what_is_sent_to_it_is_answered_the_same""",
    "Web pages: CSRF, Host and Origin, Content-Security-Policy, escaping": """
        test_every_answer_is_protected
        test_what_is_sent_without_the_mark_of_a_page_is_not_done
        test_what_comes_from_another_site_is_not_done
        test_another_host_is_turned_away
        test_what_people_wrote_is_shown_and_never_live""",
    "Web pages: signed links for one person, for a while; sign-in leads nowhere else": """
        test_a_signed_link_lets_its_person_in_and_leads_to_its_page
        test_a_link_is_good_for_a_quarter_of_an_hour
        test_a_forged_link_lets_nobody_in
        test_somebody_elses_link_asks_before_it_changes_who_you_are
        test_a_sign_in_leads_nowhere_but_to_our_pages
        test_the_way_back_is_for_the_browser_that_went_once_and_soon""",
    "What a deactivated person owned goes back to the lead": """
        test_what_falls_due_for_somebody_who_has_left_goes_to_a_lead
        test_nobody_left_to_inherit_leaves_it_where_it_is""",
    "A refusal is recorded": "test_a_refusal_is_recorded_and_a_second_press_in_a_hurry_too",
}
LATER = {
    "PostgreSQL restarts",
    "The restore command that a damaged store names",
    "CSV cells neutralised",
    "Closed requests are kept 365 days, then pruned",
}


@pytest.mark.parametrize("promise", sorted(KEPT))
def test_each_promise_has_tests_that_would_fail_without_it(promise: str) -> None:
    assert promise not in LATER
    assert set(KEPT[promise].split()) <= _tests()


def _tests() -> set[str]:
    files = (ROOT / "tests").rglob("*.py")
    return {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))}


AWAY = {
    "slack": {
        "SLACK_BOT_TOKEN": "xoxb-nobody",
        "SLACK_APP_TOKEN": "xapp-nobody",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
    },
    "wecom": {
        "WECOM_CORP_ID": "wwnobody",
        "WECOM_AGENT_ID": "1000002",
        "WECOM_SECRET": "nobody",
        "WECOM_TOKEN": "nobody",
        "WECOM_ENCODING_AES_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
        "WECOM_API_URL": "http://127.0.0.1:9",
    },
}


@pytest.mark.parametrize("platform", sorted(AWAY))
def test_told_to_end_it_is_gone_within_ten_seconds_though_its_platform_is_away(
    tmp_path: Path, platform: str
) -> None:
    port = _free_port()
    store = {"EOAC_STORE": f"tinydb:{tmp_path / 'eoac.db'}", "EOAC_PORT": str(port)}
    settings = store | AWAY[platform]
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
    assert platform in ready.json()["failing"]


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
