"""A page that draws cards as Teams does: with its library, its colours and its type."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

NODE: Final = Path(__file__).resolve().parents[1] / "node" / "node_modules"
LIBRARY: Final = NODE / "adaptivecards" / "dist" / "adaptivecards.min.js"
MARKDOWN: Final = NODE / "markdown-it" / "dist" / "markdown-it.min.js"

Json = dict[str, Any]

PAGE: Final = """<!doctype html><html lang="en-GB"><head><title>Cards</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body { font: 14px/20px "Segoe UI", "Liberation Sans", sans-serif; margin: 12px;
  background: #f5f5f5; color: #242424; }
main { background: #fff; border-radius: 8px; padding: 16px; max-width: 640px;
  box-shadow: 0 1px 4px #0003; box-sizing: border-box; }
.ac-pushButton { font: 600 14px/20px "Segoe UI", "Liberation Sans", sans-serif;
  background: #fff; border: 1px solid #d1d1d1; border-radius: 4px;
  padding: 5px 12px; margin: 2px 0; min-width: 64px; max-width: 100%; color: #242424;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.ac-pushButton.style-positive { background: #4f52b2; color: #fff; border: 0; }
.ac-actionSet > div { flex-wrap: wrap; }
.ac-input { font: inherit; border: 1px solid #767676; border-radius: 4px;
  padding: 5px 8px; background: #fff; color: #242424; }
.ac-input.ac-multiline { min-height: 96px; }
.ac-input-container { min-width: 0; max-width: 100%; }
select.ac-input { width: 100%; }
.ac-textBlock p { margin: 0; }
[type=radio], [type=checkbox] { width: 24px; height: 24px; margin: 2px; }
h1 { font-size: 14px; margin: 0 0 8px; }
</style></head><body><main><h1>Dayzero</h1><div></div></main></body></html>"""

HOST: Final = """
const colours = (plain, subtle) => ({
  default: { default: plain, subtle: subtle },
  attention: { default: '#b10e1c', subtle: '#b10e1c' },
  good: { default: '#0e700e', subtle: '#0e700e' },
  accent: { default: '#4f52b2', subtle: '#4f52b2' },
  warning: { default: '#835b00', subtle: '#835b00' },
  dark: { default: plain, subtle: subtle }, light: { default: plain, subtle: subtle },
});
const style = background => ({
  backgroundColor: background, foregroundColors: colours('#242424', '#616161') });
const host = new AdaptiveCards.HostConfig({
  fontFamily: '"Segoe UI", "Liberation Sans", sans-serif',
  supportsInteractivity: true,
  spacing: { small: 8, default: 12, medium: 16, large: 24, extraLarge: 32, padding: 8 },
  separator: { lineThickness: 1, lineColor: '#e0e0e0' },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 24, large: 26, extraLarge: 32 },
  containerStyles: { default: style('#ffffff'), emphasis: style('#f0f0f0'),
    good: style('#f1faf1'), attention: style('#fdf3f4'), warning: style('#fffbe0'),
    accent: style('#e8ebfa') },
  actions: { maxActions: 6, spacing: 'default', buttonSpacing: 8,
    actionsOrientation: 'horizontal', actionAlignment: 'left' },
  factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 150 },
    value: { wrap: true }, spacing: 16 },
  textBlock: { headingLevel: 2 },
});
const markdown = window.markdownit({ html: false, linkify: false });
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};
AdaptiveCards.GlobalSettings.setTabIndexAtCardRoot = false;
window.drawn = payload => {
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext(
    AdaptiveCards.Versions.v1_5);
  card.hostConfig = host;
  window.sent = null;
  card.onExecuteAction = action => {
    window.sent = { type: action.getJsonTypeName(), title: action.title,
                    data: action.data, verb: action.verb };
  };
  card.parse(payload, context);
  const place = document.querySelector('main > div');
  place.replaceChildren(card.render());
  const found = [];
  for (let at = 0; at < context.eventCount; at++) {
    found.push(context.getEventAt(at).message);
  }
  // The library tests every other language against nothing: see its pattern for it.
  new AdaptiveCards.AdaptiveCard().parse({ lang: payload.lang });
  return found.concat(card.validateProperties().validationEvents.map(e => e.message));
};
"""


def prepare(page: Page) -> None:
    """Open the page, with the library in it."""
    page.set_content(PAGE)
    page.add_script_tag(path=LIBRARY)
    page.add_script_tag(path=MARKDOWN)
    page.add_script_tag(content=HOST)


def draw(page: Page, card: Json) -> list[str]:
    """Draw a card; returns what the library has against it."""
    found: list[str] = page.evaluate("card => window.drawn(card)", card)
    return found


def sent(page: Page) -> Json:
    """Read what the last press would have sent."""
    found: Json | None = page.evaluate("window.sent")
    assert found, "nothing was sent"
    return found
