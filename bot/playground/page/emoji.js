/** The usual shortcodes of Slack and their signs. */

const LIST = `+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|tada 🎉|ticket 🎫|admission_tickets 🎟️|white_check_mark ✅|heavy_check_mark ✔️
ballot_box_with_check ☑️|x ❌|no_entry ⛔|no_entry_sign 🚫|warning ⚠️|rotating_light 🚨|bell 🔔|no_bell 🔕|hourglass ⌛
hourglass_flowing_sand ⏳|alarm_clock ⏰|clock1 🕐|clock3 🕒|clock9 🕘|stopwatch ⏱️|timer_clock ⏲️|calendar 📆|date 📅
spiral_calendar_pad 🗓️|memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|inbox_tray 📥|outbox_tray 📤|mailbox 📫|email ✉️|envelope ✉️
speech_balloon 💬|thought_balloon 💭|left_speech_bubble 🗨️|question ❓|grey_question ❔|exclamation ❗|grey_exclamation ❕
bulb 💡|mag 🔍|wave 👋|pray 🙏|clap 👏|raised_hands 🙌|raised_hand ✋|ok_hand 👌|muscle 💪|handshake 🤝|point_right 👉
point_down 👇|point_up ☝️|eyes 👀|heart ❤️|green_heart 💚|blue_heart 💙|sparkles ✨|star ⭐|star2 🌟|fire 🔥|rocket 🚀
zap ⚡|smile 😄|slightly_smiling_face 🙂|blush 😊|grinning 😀|grin 😁|joy 😂|wink 😉|thinking_face 🤔|neutral_face 😐
confused 😕|slightly_frowning_face 🙁|disappointed 😞|cry 😢|sob 😭|worried 😟|relieved 😌|sweat_smile 😅|bow 🙇
computer 💻|desktop_computer 🖥️|keyboard ⌨️|iphone 📱|telephone_receiver 📞|phone ☎️|printer 🖨️|key 🔑|lock 🔒|unlock 🔓
wrench 🔧|hammer_and_wrench 🛠️|gear ⚙️|package 📦|truck 🚚|office 🏢|house 🏠|seedling 🌱|moneybag 💰|credit_card 💳
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|link 🔗|paperclip 📎|pushpin 📌|round_pushpin 📍
bookmark 🔖|label 🏷️|flag-cn 🇨🇳|checkered_flag 🏁|trophy 🏆|medal 🏅|gift 🎁|red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡
large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_green_square 🟩
large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛|arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️
arrows_counterclockwise 🔄|repeat 🔁|leftwards_arrow_with_hook ↩️|arrow_heading_down ⤵️|soon 🔜|new 🆕|sos 🆘|information_source ℹ️
palm_tree 🌴|zzz 💤|coffee ☕|hatching_chick 🐣|busts_in_silhouette 👥|bust_in_silhouette 👤|lantern 🏮|izakaya_lantern 🏮
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|keycap_ten 🔟|heavy_plus_sign ➕|heavy_minus_sign ➖|recycle ♻️|scroll 📜|books 📚`;

const SIGNS = new Map(LIST.split(/[|\n]/).map((pair) => pair.split(" ")));

/** The sign of a shortcode without its colons, or null. */
export function emoji(name) {
  return SIGNS.get(name.split("::")[0]) ?? null;
}
