"""How every page is laid out: what stands above it costs few lines, the bar is at the foot of the window."""

import streamlit as st

from dashboard import lecture

# The charts' own sliders are hidden. What is out of date pales at once, after half a second: Streamlit's own
# way, a little more in every frame for a second, keeps a processor from the training that it waits for.
_STYLE = """
form.vega-bindings { display: none !important }
[data-stale=true] { transition: opacity 0s 0.5s !important }
[data-testid=stMainBlockContainer] { padding-top: 4rem; padding-bottom: 8rem }
h1 { padding: 0 !important }
/* of a formula's forms the one that holds is seen, once its numbers stand in it */
[class*="-formula-"][data-testid=stVerticalBlock]:not([data-formula=shown]) { display: none }

/* the bar: at the foot of the window, before the page for whoever goes through it by keys */
[data-testid=stLayoutWrapper]:has(> .st-key-bar) {
  position: fixed; inset: auto 0 0 0; width: auto; z-index: 1000100;
}
/* the switch between languages: in the header, where it takes no line of the page */
[data-testid=stLayoutWrapper]:has(> .st-key-language) {
  position: fixed; top: 0.75rem; right: 4rem; width: auto; z-index: 999991;
}

/* the menu for the class: beside it */
[data-testid=stLayoutWrapper]:has(> .st-key-class_menu) {
  position: fixed; top: 0.7rem; right: 13.25rem; width: auto; z-index: 999991;
}

.st-key-class_menu_opener button { min-height: 2rem; padding: 0.1rem 0.6rem }

/* links that keys follow */
[data-testid=stLayoutWrapper]:has(> .st-key-pages_by_key) { display: none }

/* where the keys are is seen: a ring, as on the bar */
a:focus-visible, summary:focus-visible, [data-testid=stTopNavSection]:focus-visible, dfn:focus-visible {
  outline: 3px solid var(--st-primary-color, #4A4FB5) !important; outline-offset: 1px;
}

/* what is folded away on a phone is no stop for whoever goes by keys */
[data-testid=stSidebar][aria-expanded=false] { visibility: hidden }

/* the stage: the question is as large as it must be; the verdict waits for the end of the story */
[data-testid=stElementContainer]:is(
  .st-key-visit, .st-key-answers_kept, .st-key-device_kept, .st-key-keys, .st-key-connection
),
[data-testid=stLayoutWrapper]:has(> .st-key-share_place) {
  position: absolute; width: 0;
}
[data-testid=stLayoutWrapper]:is(:has(> .st-key-stage_head), :has(> .st-key-stage_question)) {
  margin-bottom: -0.5rem;
}
[data-testid=stLayoutWrapper]:has(> .st-key-stage_answers) { margin-bottom: -0.25rem }
.st-key-stage_question h2 { font-size: 1.15rem; font-weight: 600; padding: 0; line-height: 1.35 }
.st-key-stage_question [data-testid=stMarkdownContainer] { margin-bottom: 0 }
.st-key-stage_head { row-gap: 0.25rem }
.st-key-stage_head :is([data-testid=stPageLink-NavLink], .st-key-vote_next button) {
  padding: 0.1rem 0.5rem; min-height: 1.6rem;
}
.st-key-stage_verdict [data-testid=stAlertContainer] { padding: 0.4rem 0.75rem; min-height: 2.5rem }
.st-key-stage_verdict [data-testid=stAlertContainer] p { font-size: 0.9375rem; line-height: 1.35 }
.st-key-stage_given div > span {
  display: inline-block; padding: 0.4rem 0.75rem; margin: 0 0.5rem 0 0; line-height: 1.5rem;
  border: 1px solid var(--st-border-color, #8888); border-radius: 8px; opacity: 0.6;
}
.st-key-stage_given div > span.given { opacity: 1; font-weight: 600; outline: 2px solid currentColor }
body[data-story=playing] .st-key-stage_verdict { display: none }
body:not([data-story=playing]) [data-testid=stLayoutWrapper]:has(> .st-key-stage_given) { display: none }

/* while the server is away one sentence says so, in the place of Streamlit's own words */
body[data-line=away] :is([data-testid=stDialog], [data-testid=stStatusWidget]) { display: none !important }
.lab-away {
  position: fixed; inset: 0.5rem 0 auto 0; margin: auto; z-index: 1000200;
  width: fit-content; max-width: 90vw;
  padding: 0.5rem 1rem; border-radius: 8px; border: 2px solid var(--st-primary-color, #4A4FB5);
  background: var(--st-background-color, Canvas); color: var(--st-text-color, CanvasText);
}
/* a button that waits to be drawn by a server that is back */
button[data-tapped] { opacity: 0.5 }

/* nothing that is tapped is smaller than 24 pixels */
[data-testid=stWidgetLabel] [data-testid=stTooltipIcon] button {
  box-sizing: content-box; padding: 4px; margin: -4px;
}
[data-testid=stPageLink-NavLink] { min-width: 1.75rem; justify-content: center }
[data-testid=stCheckbox] label { min-height: 24px }
[data-testid=stMarkdownContainer] [data-testid=stHeaderActionElements] { display: none }

/* options side by side go on in another line where there is no room; Streamlit cuts them off */
[data-testid=stMain] :has(> [data-testid^=stBaseButton-segmented_control]) { flex-wrap: wrap; row-gap: 2px }

/* the height that the first screen has for pictures, between the verdict and the bar */
:root { --room: max(190px, 100dvh - 330px) }
@media (max-width: 640px) { :root { --room: max(250px, 100dvh - 395px) } }
@media (max-height: 500px) { :root { --room: max(175px, 100dvh - 215px) } }

/* a picture's own tools: its full screen loses the bar, which the key F keeps; the rest is taken home */
[data-testid=stElementToolbar] { display: none }

/* a phone held sideways: header and bar leave what they can to the page */
@media (max-height: 500px) {
  [data-testid=stHeader], [data-testid=stToolbar] { height: 2.5rem !important; min-height: 2.5rem !important }
  [data-testid=stLayoutWrapper]:has(> .st-key-language) { top: 0.25rem }
  [data-testid=stMainBlockContainer] { padding-top: 2.75rem }
  [data-testid=stMainBlockContainer] > [data-testid=stVerticalBlock] { gap: 0.75rem }
}
@media (max-width: 1100px) {
  .st-key-class_menu_opener button p { display: none }
}
@media (max-width: 640px) {
  [data-testid=stLayoutWrapper]:has(> .st-key-class_menu) { right: auto; left: 3.5rem }
}
/* on a phone panels that stand side by side become one, to be swiped */
@media (max-width: 640px) {
  .st-key-panels [data-testid=stHorizontalBlock] {
    flex-wrap: nowrap; overflow-x: auto; scroll-snap-type: x mandatory;
  }
  .st-key-panels [data-testid=stColumn] { min-width: 92%; scroll-snap-align: center }
  /* … but for those that mean something only beside each other */
  .st-key-beside [data-testid=stHorizontalBlock] { flex-wrap: nowrap; gap: 0.25rem }
  .st-key-beside [data-testid=stColumn] { min-width: 0 }
  [data-testid=stMainBlockContainer] { padding-top: 3.75rem; padding-bottom: 11rem }
  h1 { font-size: 1.15rem !important }
  .st-key-stage_head { gap: 0.25rem 0.4rem }
  .st-key-stage_head [data-testid=stPageLink-NavLink] {
    padding: 0 0.35rem; min-width: 1.5rem; min-height: 24px;
  }
  .st-key-stage_head [data-testid=stPageLink-NavLink] p { line-height: 1.25 }
  .st-key-stage_head [data-testid=stLayoutWrapper]:has(> .st-key-vote_next) { display: none }
  .st-key-stage_question h2 { font-size: 1rem }
  .st-key-stage_answers button { min-height: 2.1rem; padding: 0.1rem 0.6rem }
  .st-key-stage_verdict { flex-wrap: wrap }
  .st-key-stage_verdict [data-testid=stAlertContainer] p { font-size: 0.875rem; line-height: 1.3 }
  .st-key-stage_links { gap: 0.3rem }
  .st-key-stage_links [data-testid=stPageLink-NavLink] { padding: 0.1rem 0.4rem; min-height: 1.75rem }
  .st-key-stage_links [data-testid=stPageLink-NavLink] p { font-size: 0.8rem }
  .st-key-stage_given div > span { padding: 0.15rem 0.6rem; margin-bottom: 0.3rem; font-size: 0.9rem }
  [data-testid=stMainBlockContainer] [data-testid=stVerticalBlock] { gap: 0.6rem }
}
"""

# inside a page of others: no way through the lab, and all the height for the stage
_EMBEDDED = """
:is([data-testid=stHeader], [data-testid=stSidebar]) { display: none !important }
[data-testid=stMainBlockContainer] { padding-top: 0.3rem }
[data-testid=stMainBlockContainer] [data-testid=stVerticalBlock] { gap: 0.6rem }
h1 { font-size: 1.15rem !important }
:root { --room: max(190px, 100dvh - 270px) }
@media (max-width: 900px) { :root { --room: max(190px, 100dvh - 300px) } }
@media (max-width: 640px) {
  [data-testid=stMainBlockContainer] { padding-top: 0.3rem }
  :root { --room: max(190px, 100dvh - 345px) }
}
@media (max-height: 500px) { :root { --room: max(175px, 100dvh - 175px) } }
"""


# In a hall: what is no part of the stage goes, and what stays is large. All sizes are the page's own, so that
# larger letters make all of it larger.
_STAGE = (
    ":is(.st-key-stage_question, .st-key-stage_answers, .st-key-stage_picture, .st-key-bar, .st-key-keys,"
    " .st-key-share_place, .st-key-stage_instead, [class*=st-key-notice_],"
    " [data-testid=stProgress], [data-testid=stSpinner])"
)
_LECTURE = f"""
@media (min-width: {lecture.WIDE}) {{
  html[data-lecture] {{ font-size: 160% !important }}
  [data-testid=stHeader], .st-key-language, .st-key-class_menu {{ display: none !important }}
  [data-testid=stMainBlockContainer] {{ padding: 0.4rem 0.5rem 6rem !important; max-width: none !important }}
  [data-testid=stMainBlockContainer] [data-testid=stVerticalBlock] {{ gap: 0.4rem }}
  [data-testid=stMainBlockContainer] :is([data-testid=stElementContainer], [data-testid=stLayoutWrapper])
    :not({_STAGE}, {_STAGE} *, :has({_STAGE})) {{ display: none !important }}
  [data-testid=stLayoutWrapper]:is(:has(> .st-key-stage_head), :has(> .st-key-stage_question)) {{ margin: 0 }}
  .st-key-stage_question h2 {{ padding-right: 8rem !important }}  /* beside it one leaves the mode */
  .st-key-stage_links {{ display: none !important }}
  /* what the page has to say of its address or its table lies over the picture: it is of another one */
  [data-testid=stMainBlockContainer] [data-testid=stLayoutWrapper]:has(> [class*=st-key-notice_]) {{
    position: fixed; left: 0.75rem; right: 0.75rem; bottom: 3.7rem; width: auto; z-index: 3;
  }}
  .lab-away {{ inset: auto 0 3.7rem 0; font-size: 0.8rem; padding: 0.25rem 0.75rem }}
  /* … and what a vote came to, or may begin again with, takes no line of its own from the picture */
  [data-testid=stLayoutWrapper]:has(> .st-key-stage_verdict) ~ * .st-key-vote_next,
  .st-key-stage_verdict .st-key-vote_next {{
    position: fixed; right: 0.75rem; bottom: 3.7rem; width: auto; z-index: 2;
  }}
  .st-key-stage_answers:has(.st-key-stage_verdict) .st-key-vote_next button {{
    min-height: 1.3rem; padding: 0 0.4rem;
  }}
  .st-key-stage_answers:has(.st-key-stage_verdict) .st-key-vote_next button p {{
    font-size: 0.8rem; line-height: 1.2;
  }}
  /* the verdict has its room from the first: the picture keeps its size when the story has been told */
  .st-key-stage_answers {{ position: relative }}
  body[data-story=playing] .st-key-stage_verdict {{ display: flex; visibility: hidden }}
  body[data-story=playing] [data-testid=stLayoutWrapper]:has(> .st-key-stage_given) {{
    position: absolute; inset: 0 0 auto 0;
  }}
}}
/* while phones join, their code has the wall where that is low: the picture comes with the vote */
@media (min-width: 900px) and (max-height: 900px) {{
  [data-testid=stMain]:has(.st-key-vote_invitation) .st-key-stage_picture {{
    position: absolute; visibility: hidden; width: 100%;
  }}
}}
"""


def lay_out() -> None:
    """Lays out the page that is drawn after it."""
    extra = (_EMBEDDED if st.context.is_embedded else "") + (_LECTURE if lecture.is_on() else "")
    st.html(f"<style>{_STYLE}{extra}</style>")
