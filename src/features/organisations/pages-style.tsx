/** The style of the plain pages: the colours, measures and typeface of src/web/styles/tokens.css. */
export const pagesStyle = `
@font-face{font-family:"Source Sans 3";font-weight:200 900;font-display:swap;src:url("/static/source-sans-3.woff2") format("woff2")}
:root{color-scheme:light dark;--ground:light-dark(#fff,#13191b);--raised:light-dark(#f3f6f6,#1c2426);--field:light-dark(#fff,#0e1315);
--ink:light-dark(#182124,#e8eeee);--soft:light-dark(#4b595d,#b0bdbf);--line:light-dark(#d5dddd,#344043);--strong:light-dark(#6d7b7f,#8b999c);
--accent:light-dark(#0b5a66,#7fd0da);--hover:light-dark(#07434c,#a5e1e8);--on:light-dark(#fff,#062a30);--focus:light-dark(#12181a,#fff);
--red:light-dark(#a81e1e,#ff9d93);--red-ground:light-dark(#fcebea,#381b1a);--brown:light-dark(#7c4a0c,#e7b470);--brown-ground:light-dark(#fdf2df,#33260f);
--info-ground:light-dark(#eaf2fb,#172536);--blue:light-dark(#17539e,#93bdf6)}
*,*::before,*::after{box-sizing:border-box}
html{font:100%/1.5 "Source Sans 3","Segoe UI",system-ui,sans-serif;color:var(--ink);background:var(--ground);-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;overflow-wrap:break-word}
header,footer{background:var(--raised)}
header{border-bottom:1px solid var(--line)}
footer{border-top:1px solid var(--line);margin-top:auto;color:var(--soft);font-size:.9375rem}
header>div,footer>div,main{width:100%;max-width:64rem;margin:0 auto;padding:.75rem 1.25rem}
header>div{display:flex;align-items:center;gap:.75rem;min-height:3.25rem}
footer>div{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
main{padding-top:2rem;padding-bottom:3rem}
.brand{display:flex;align-items:center;gap:.5rem;font-weight:700;font-size:1.125rem;letter-spacing:.02em;color:var(--ink);text-decoration:none}
.brand svg{color:var(--accent)}
.back{margin-inline-start:auto}
.demo{background:var(--brown-ground);color:var(--brown);border:1px solid currentColor;border-radius:3px;padding:0 .5rem;font-weight:700;font-size:.875rem;letter-spacing:.06em}
h1,h2,h3{line-height:1.2;text-wrap:balance;font-weight:650}
h1{font-size:1.75rem;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2.25rem 0 .5rem}
h3{font-size:1.0625rem;margin:1.5rem 0 .5rem}
p,ul,dl{margin:0 0 .75rem;max-width:44rem}
dt{font-weight:650}dd{margin:0 0 .75rem}
a{color:var(--accent);text-underline-offset:.15em}a:hover{color:var(--hover)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-99em}.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.5rem}
.soft{color:var(--soft)}
label{display:block;font-weight:650;margin:1rem 0 .125rem}
.hint{color:var(--soft);margin:0 0 .375rem}
input{font:inherit;color:inherit;background:var(--field);border:1px solid var(--strong);border-radius:3px;padding:.5rem .625rem;width:100%;max-width:26rem;min-height:2.75rem}
input.code{max-width:11rem;font-size:1.375rem;letter-spacing:.2em;font-variant-numeric:tabular-nums}
[aria-invalid=true]{border:2px solid var(--red)}
.wrong{color:var(--red);font-weight:600;margin:.25rem 0}
button,.button{font:inherit;font-weight:650;display:inline-block;background:var(--accent);color:var(--on);border:1px solid transparent;border-radius:3px;padding:.5rem 1.25rem;min-height:2.75rem;cursor:pointer;text-decoration:none}
button:hover,.button:hover{background:var(--hover);color:var(--on)}
.plain{background:none;color:var(--accent);border-color:var(--strong)}.plain:hover{background:var(--raised);color:var(--hover)}
.row{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;margin-top:1.25rem}
.notice{border-left:4px solid var(--blue);background:var(--info-ground);padding:.625rem .875rem;max-width:44rem;margin:0 0 1rem}
.notice.error{border-color:var(--red);background:var(--red-ground)}
.notice.warning{border-color:var(--brown);background:var(--brown-ground)}
.people{list-style:none;padding:0;max-width:none;display:grid;gap:.5rem;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr))}
.people button{width:100%;height:100%;text-align:start;background:var(--ground);color:var(--ink);border-color:var(--line);padding:.4375rem .75rem;line-height:1.3}
.people button:hover{background:var(--raised);border-color:var(--accent);color:var(--ink)}
.people small{display:block;font-weight:400;font-size:.9375rem;color:var(--soft)}
@media print{header,footer,.skip{display:none}}
`
