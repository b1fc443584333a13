/* CodeMirror instead of the plain field, on request. The field keeps the text: saving, preview and the form go on with it.
   The editor lives in a shadow root, because there its styles are adopted sheets, which our policy allows. */
import {
  EditorState, EditorView, GFM, HighlightStyle, Language, defaultKeymap, defineLanguageFacet, highlightActiveLine, history,
  historyKeymap, keymap, lineNumbers, parser, syntaxHighlighting, tags,
} from "./codemirror-6.43.15.js";

const COLOURS = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700", color: "var(--brand)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--link)" },
  { tag: tags.monospace, color: "var(--info)" },
  { tag: tags.quote, color: "var(--ok)" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta], color: "var(--muted)" },
]);
const LOOK = EditorView.theme({
  "&": { border: "1.5px solid var(--line-strong)", borderRadius: "var(--r2)", background: "var(--surface)", color: "var(--ink)" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: ".97rem", lineHeight: "1.6", minHeight: "50vh", maxHeight: "75vh" },
  ".cm-gutters": { background: "var(--raised)", color: "var(--muted)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "var(--raised)" },
  ".cm-content": { caretColor: "var(--ink)" },
});
const MARKDOWN = new Language(defineLanguageFacet(), parser.configure(GFM), [], "markdown");

export default function advanced(area, label) {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const room = document.createElement("div");
  root.append(room);
  area.after(host);
  area.hidden = true;
  const told = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    area.value = update.state.doc.toString();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const view = new EditorView({
    parent: room,
    root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), history(), highlightActiveLine(), EditorView.lineWrapping, MARKDOWN, syntaxHighlighting(COLOURS), LOOK,
        keymap.of([...defaultKeymap, ...historyKeymap]), told,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true", tabindex: "0" }),
        EditorView.domEventHandlers({ blur: () => { area.dispatchEvent(new Event("blur")); } }),
      ],
    }),
  });
  view.focus();

  /* What studio_text.js asks of a field */
  area.advanced = {
    focus: () => view.focus(),
    select: (start, end) => view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true }),
    chosen: () => ({ start: view.state.selection.main.from, end: view.state.selection.main.to }),
    insert: (text) => view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true }),
    leave: () => {
      delete area.advanced;
      view.destroy();
      host.remove();
      area.hidden = false;
      area.focus();
    },
  };
}
