/** As text, because the page's policy names its hash. */
export const DECISION_STYLE = `
:root { --ground: #f4f6f6; --card: #fff; --ink: #12211f; --quiet: #5a6a68; --rule: #dbe3e1; --edge: #7d8d8b; --ok: #15714a; --bad: #a61b24; --on: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0e1514; --card: #172120; --ink: #e6efed; --quiet: #93a5a2; --rule: #2a3836; --edge: #768a87; --ok: #6fd6a3; --bad: #ff9a9a; --on: #0e1514; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 "Segoe UI", system-ui, -apple-system, Roboto, Arial, sans-serif; }
main { max-width: 760px; margin: 0 auto; padding: 24px 20px 40px; overflow-wrap: anywhere; }
h1 { font-size: 23px; line-height: 1.25; margin: 0 0 6px; }
h2 { font-size: 14px; margin: 26px 0 8px; text-transform: uppercase; letter-spacing: .06em; color: var(--quiet); }
p { margin: 0 0 8px; }
ul { list-style: none; margin: 0; padding: 0; }
li, dl, form { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 12px 16px; margin: 0 0 8px; }
li li { border: 0; padding: 2px 0; margin: 0; }
dl { display: grid; grid-template-columns: minmax(120px, auto) 1fr; gap: 6px 18px; margin-top: 14px; }
dt { color: var(--quiet); }
dd { margin: 0; }
dd.number { font-size: 22px; font-weight: 650; line-height: 1.2; }
.quiet, small { color: var(--quiet); font-size: 14px; }
.open { color: var(--ok); font-weight: 600; }
.closed, .fault { color: var(--bad); font-weight: 600; }
label { display: block; font-weight: 600; margin: 0 0 12px; }
input, textarea { display: block; width: 100%; margin-top: 4px; padding: 9px 12px; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--edge); border-radius: 7px; }
input[type=hidden] { display: none; }
.buttons { display: flex; gap: 12px; flex-wrap: wrap; }
button { flex: 1; min-width: 150px; padding: 11px 16px; font: inherit; font-weight: 600; border: 0; border-radius: 7px; cursor: pointer; color: var(--on); background: var(--ok); }
button.no { background: var(--bad); }
button[hidden] { display: none; }
:focus-visible { outline: 2px solid var(--quiet); outline-offset: 2px; }
@media (max-width: 520px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } }
`;
