/* What js/studio_advanced.js needs of CodeMirror 6; tools/vendor.py bundles it. */
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { EditorState } from "@codemirror/state";
export { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
export { tags } from "@lezer/highlight";
export { GFM, parser } from "@lezer/markdown";
