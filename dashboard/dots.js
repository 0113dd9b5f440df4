// A prediction of dots: so many in columns over an axis, placed by the pointer or by the arrow keys.

const SVG = "http://www.w3.org/2000/svg"
const ROOM = { left: 12, right: 12, top: 22, bottom: 40 }
const kept = new WeakMap()

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name])

// Made once: whoever places dots by keys stays on the tray when the page is run anew.
function makeTray(root, at) {
  const svg = root.appendChild(document.createElementNS(SVG, "svg"))
  const foot = root.appendChild(document.createElement("div"))
  foot.className = "foot"
  const tally = foot.appendChild(document.createElement("span"))
  const back = foot.appendChild(document.createElement("button"))
  back.type = "button"
  const heard = root.appendChild(document.createElement("p"))
  heard.className = "heard"
  heard.setAttribute("role", "status")
  svg.setAttribute("tabindex", "0")
  svg.setAttribute("role", "application")
  return { svg, tally, back, heard, counts: null, order: [], at, told: false }
}

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".dots")
  const { height } = data
  const larger = window.matchMedia(`(min-width: ${data.wide})`).matches ? data.larger : 1
  const columns = data.edges.length - 1
  const tray = kept.get(root) ?? makeTray(root, data.zero)
  kept.set(root, tray)
  const { svg, tally, back, heard } = tray
  if (tray.counts?.length !== columns) {
    const counts = data.placed ?? Array(columns).fill(0)
    const order = counts.flatMap((n, column) => Array(n).fill(column))
    Object.assign(tray, { counts, order, told: Boolean(data.placed) })
  }

  back.textContent = data.words.back
  svg.classList.toggle("over", Boolean(data.truth))
  svg.setAttribute("aria-label", `${data.title}. ${data.words.place} ${data.words.keys}`)

  const add = (name, attributes, text = "") => {
    const element = svg.appendChild(document.createElementNS(SVG, name))
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.textContent = text
  }
  const width = () => Math.max(240, root.clientWidth) / larger
  const wide = () => (width() - ROOM.left - ROOM.right) / columns
  const ground = height - ROOM.bottom
  const total = () => tray.counts.reduce((sum, n) => sum + n, 0)
  const radius = () => Math.min(wide() / 2 - 1, (ground - ROOM.top) / data.count / 2)
  const middle = (column) => ROOM.left + (column + 0.5) * wide()
  const edge = (k) => ROOM.left + k * wide()

  function draw() {
    svg.replaceChildren()
    svg.setAttribute("viewBox", `0 0 ${width()} ${height}`)
    svg.setAttribute("height", height * larger)
    const r = radius()
    if (!data.truth) {
      add("rect", { class: "cursor", x: edge(tray.at), y: ROOM.top, width: wide(), height: ground - ROOM.top })
    }
    add("line", { class: "axis", x1: edge(0), x2: edge(columns), y1: ground, y2: ground })
    add("line", { class: "zero", x1: edge(data.zero), x2: edge(data.zero), y1: ROOM.top - 4, y2: ground + 4 })
    const every = Math.ceil(44 / wide())
    data.edges.forEach((word, k) => {
      if ((k - data.zero) % every === 0) add("text", { x: edge(k), y: ground + 17, "text-anchor": "middle" }, word)
    })
    add("text", { x: width() / 2, y: height - 6, "text-anchor": "middle" }, data.title)
    add("text", { x: edge(data.zero) - 8, y: 12, "text-anchor": "end" }, `← ${data.low}`)
    add("text", { x: edge(data.zero) + 8, y: 12 }, `${data.high} →`)
    for (const [counts, name, size] of [[data.truth, "run", 0.6], [tray.counts, "placed", 0.9]]) {
      counts?.forEach((n, column) => {
        for (let k = 0; k < n; k++) {
          add("circle", { class: name, cx: middle(column), cy: ground - (2 * k + 1) * r, r: size * r })
        }
      })
    }
    if (!data.truth && total() === 0) {
      const lines = width() < 560 ? data.words.place.split(/(?<=[;；]) ?/) : [data.words.place]
      lines.forEach((line, k) => add("text", { class: "hint", x: width() / 2, y: height / 2 + 18 * k }, line))
    }
    tally.textContent = data.truth
      ? `${total() ? `○ ${data.words.yours}   ` : ""}● ${data.words.run}`
      : filled(data.words.placed, { n: total(), count: data.count })
    back.hidden = Boolean(data.truth)
    back.disabled = total() === 0
  }

  function say() {
    const values = {
      low: data.edges[tray.at],
      high: data.edges[tray.at + 1],
      n: tray.counts[tray.at],
      placed: total(),
      count: data.count,
      run: data.truth?.[tray.at] ?? 0,
    }
    heard.textContent = filled(data.truth ? data.words.both : data.words.here, values)
  }

  // Python hears of a tray that is full, and of one that no longer is.
  function tell() {
    const full = total() === data.count
    if (full) setStateValue("placed", [...tray.counts])
    else if (tray.told) setStateValue("placed", null)
    tray.told = full
  }

  function put(column) {
    if (data.truth || total() >= data.count) return false
    tray.counts[column] += 1
    tray.order.push(column)
    tray.at = column
    return true
  }

  function take(column) {
    if (data.truth || !tray.counts[column]) return false
    tray.counts[column] -= 1
    tray.order.splice(tray.order.lastIndexOf(column), 1)
    return true
  }

  function under(event) {
    const box = svg.getBoundingClientRect()
    const x = (event.clientX - box.left) * (width() / box.width)
    const y = (event.clientY - box.top) * (height / box.height)
    const column = Math.min(columns - 1, Math.max(0, Math.floor((x - ROOM.left) / wide())))
    return { column, hit: y > ground - 2 * radius() * tray.counts[column] && y <= ground }
  }

  // A tap adds a dot. One that begins on a dot and goes elsewhere takes that dot along.
  // A second finger does nothing.
  let held = null
  svg.onpointerdown = (event) => {
    if (data.truth || held) return
    const { column, hit } = under(event)
    held = { pointer: event.pointerId, column, adds: true, before: [[...tray.counts], [...tray.order]] }
    if (!hit && put(column)) held.adds = false
    tray.at = column
    svg.setPointerCapture(event.pointerId)
    draw()
  }
  svg.onpointermove = (event) => {
    if (held?.pointer !== event.pointerId) return
    const { column } = under(event)
    if (column === held.column || !take(held.column)) return
    put(column)
    Object.assign(held, { column, adds: false })
    draw()
  }
  svg.onpointerup = (event) => {
    if (held?.pointer !== event.pointerId) return
    if (held.adds) put(held.column)
    held = null
    draw()
    say()
    tell()
  }
  svg.onpointercancel = (event) => { // the finger scrolls: the dots are those that it found
    if (held?.pointer !== event.pointerId) return
    ;[tray.counts, tray.order] = held.before
    held = null
    draw()
  }
  svg.onkeydown = (event) => {
    const moves = { ArrowLeft: -1, ArrowRight: 1 }
    let changed = false
    if (event.key in moves) tray.at = Math.min(columns - 1, Math.max(0, tray.at + moves[event.key]))
    else if (event.key === "Home") tray.at = 0
    else if (event.key === "End") tray.at = columns - 1
    else if (["ArrowUp", "Enter", " "].includes(event.key)) changed = put(tray.at)
    else if (["ArrowDown", "Backspace", "Delete"].includes(event.key)) changed = take(tray.at)
    else return
    event.preventDefault()
    draw()
    say()
    if (changed) tell()
  }
  back.onclick = () => {
    if (!tray.order.length || !take(tray.order.at(-1))) return
    draw()
    say()
    tell()
  }

  const resized = new ResizeObserver(draw)
  resized.observe(root)
  draw()
  return () => resized.disconnect()
}
