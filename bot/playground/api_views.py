"""Web API: views.* — modals by trigger, updates by id, Home by person."""

from bot.playground import views
from bot.playground.api_context import Context, Method, required
from bot.playground.limits import check_view
from bot.playground.shapes import LooseJson, SlackError


def open_view(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/views.open"""
    check_view(args.get("view"), "modal")  # a view that is refused leaves the trigger whole
    user = context.space.tickets.redeem(required(args, "trigger_id"))
    return {"view": views.public(views.open_modal(context.space, user, args.get("view")))}


def push_view(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/views.push"""
    check_view(args.get("view"), "modal")
    user = context.space.tickets.redeem(required(args, "trigger_id"))
    return {"view": views.public(views.push_modal(context.space, user, args.get("view")))}


def views_update(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/views.update"""
    if not args.get("view_id") and not args.get("external_id"):
        raise SlackError("invalid_arguments", "[ERROR] missing required field: view_id")
    _, view = views.find_view(context.space, args.get("view_id"), args.get("external_id"))
    updated = views.update_view(context.space, view["id"], args.get("view"), args.get("hash"))
    return {"view": views.public(updated)}


def publish(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/views.publish"""
    user = required(args, "user_id")
    return {"view": views.public(views.publish_home(context.space, user, args.get("view"), args.get("hash")))}


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": views_update,
    "views.publish": publish,
}
