/** Colours, measures and type: one accent on warm paper, and its night. Text keeps a contrast of 4.5:1, edges 3:1. */
export const THEME = `
:root {
  color-scheme: light dark;
  --paper: #f5f4f0;
  --card: #ffffff;
  --well: #f5f4f0;
  --ink: #1a211f;
  --ink-soft: #555f5b;
  --line: #dedcd4;
  --edge: #868e8a;
  --accent: #0b6157;
  --accent-strong: #07473f;
  --on-accent: #ffffff;
  --accent-soft: #e2efec;
  --warn: #6f4300;
  --warn-edge: #b87510;
  --warn-soft: #fdf0d5;
  --danger: #a12a1d;
  --danger-soft: #fbebe8;
  --shadow: 0 1px 2px rgb(26 33 31 / 0.05), 0 12px 32px -12px rgb(26 33 31 / 0.16);
  --radius: 0.625rem;
  --sans: Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Cascadia Mono", "DejaVu Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1413;
    --card: #171e1c;
    --well: #0f1413;
    --ink: #e8edeb;
    --ink-soft: #a2aeaa;
    --line: #2b3532;
    --edge: #6d7a75;
    --accent: #6bcfbf;
    --accent-strong: #92e0d3;
    --on-accent: #05211d;
    --accent-soft: #17322d;
    --warn: #f6cd86;
    --warn-edge: #c98a24;
    --warn-soft: #35270e;
    --danger: #ffaa9d;
    --danger-soft: #3a1a15;
    --shadow: 0 1px 2px rgb(0 0 0 / 0.4), 0 16px 40px -16px rgb(0 0 0 / 0.6);
  }
}
`
