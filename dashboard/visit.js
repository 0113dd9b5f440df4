// That a page stands inside another page (embed, embed_options) Streamlit leaves out of the address to which
// a link of the page leads; it holds as long as the frame does.
const isHow = (name) => /^embed(_options)?$/i.test(name)
const how = [...new URLSearchParams(window.location.search)].filter(([name]) => isHow(name))
if (how.length && !window.labKeepsEmbed) {
  window.labKeepsEmbed = true
  for (const change of ["pushState", "replaceState"]) {
    const made = window.history[change]
    window.history[change] = function (state, title, address) {
      const url = new URL(address ?? window.location.href, window.location.href)
      const isKnown = [...url.searchParams.keys()].some(isHow)
      for (const [name, code] of isKnown ? [] : how) url.searchParams.append(name, code)
      made.call(this, state, title, url.href)
    }
  }
}

// The page says which language it is in. And what holds on every page, and what the address said of a page
// when it was left, stand in the address without an entry of their own in the history: Back leads to the page
// before.
// A session that begins with an address from before, as on a server that was started anew, is told what the
// address says by now.
export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.spoken
  const url = new URL(window.location.href)
  if (data.heard !== null) {
    const asked = data.names.filter((name) => url.searchParams.has(name) && !data.heard.includes(name))
    if (asked.length) {
      setTriggerValue("asked", Object.fromEntries(asked.map((name) => [name, url.searchParams.get(name)])))
      return
    }
  }
  if (!new RegExp(data.path).test(url.pathname)) return // Back has led to another page, which is to come
  const isBare = [...url.searchParams.keys()].every(isHow)
  for (const [name, code] of isBare ? Object.entries(data.left) : []) url.searchParams.set(name, code)
  for (const [name, code] of Object.entries(data.codes)) {
    if (code === null) url.searchParams.delete(name)
    else url.searchParams.set(name, code)
  }
  if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url)
}
