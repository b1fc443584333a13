/* Changes of a textarea that the browser can undo. */

/* A plain field, or the advanced editor in its place */
const chosen = (area) => (
  area.advanced ? area.advanced.chosen() : { start: area.selectionStart, end: area.selectionEnd }
);

export function select(area, start, end) {
  const field = area.advanced || area;
  field.focus();
  if (area.advanced) area.advanced.select(start, end);
  else area.setSelectionRange(start, end);
}

export function insert(area, text) {
  if (area.advanced) return area.advanced.insert(text);
  area.focus();
  /* insertText keeps the undo history; browsers without it lose only that */
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function replaceRange(area, start, end, text) {
  select(area, start, end);
  if (text || start !== end) insert(area, text);
}

/* The blank lines that a block needs before it */
const leadOf = (head) => !head || head.endsWith("\n\n") ? "" : head.endsWith("\n") ? "\n" : "\n\n";

export function insertBlock(area, text) {
  insert(area, leadOf(area.value.slice(0, chosen(area).start)) + text);
}

/* The words chosen, or a sample in their place, between what goes before and after them */
export function wrap(area, { before, sample, after, block }) {
  const { start, end } = chosen(area);
  const words = area.value.slice(start, end).trim() || sample;
  const lead = block ? leadOf(area.value.slice(0, start)) : "";
  insert(area, lead + before + words + after);
  const first = start + lead.length + before.length;
  select(area, first, first + words.length);
}

/* Where a line, counted from 1, begins and ends */
export function lineRange(text, line) {
  const lines = text.split("\n");
  const place = Math.min(Math.max(line, 1), lines.length + 1);
  const start = lines.slice(0, place - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return { start: Math.min(start, text.length), end: Math.min(start + (lines[place - 1] || "").length, text.length) };
}

export function goToLine(area, line) {
  const { start, end } = lineRange(area.value, line);
  select(area, start, end);
  if (area.advanced) return;
  const height = parseFloat(getComputedStyle(area).lineHeight) || 24;
  area.scrollTop = Math.max(0, (line - 4) * height);
  area.scrollIntoView({ block: "nearest" });
}

/* Lines first to last become others; when last is first - 1 they are put in before first */
export function replaceLines(area, first, last, lines) {
  const text = area.value;
  const start = lineRange(text, first).start;
  if (last < first) {
    const isPastEnd = first > text.split("\n").length;
    const added = isPastEnd ? `\n${lines.join("\n")}` : `${lines.join("\n")}\n`;
    return replaceRange(area, isPastEnd ? text.length : start, isPastEnd ? text.length : start, added);
  }
  const { end } = lineRange(text, last);
  if (lines.length) return replaceRange(area, start, end, lines.join("\n"));
  return replaceRange(area, start, Math.min(end + 1, text.length), "");
}
