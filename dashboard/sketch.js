// A prediction drawn by hand: one height for each place, by the pointer or by the arrow keys.

const SVG = "http://www.w3.org/2000/svg"
const ROOM = { left: 56, right: 16, top: 14, bottom: 44 }
const drawings = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".sketch")
  const { height } = data
  const larger = window.matchMedia(`(min-width: ${data.wide})`).matches ? data.larger : 1
  const drawing = drawings.get(root) ?? { ys: null, at: 0 }
  drawings.set(root, drawing)
  const last = data.places.length - 1
  if (!drawing.ys || drawing.ys.length !== last + 1) drawing.ys = Array(last + 1).fill(null)
  if (data.start !== null) drawing.ys[0] = data.start

  const svg = document.createElementNS(SVG, "svg")
  root.replaceChildren(svg)
  svg.setAttribute("tabindex", "0")
  svg.setAttribute("role", "application")
  svg.setAttribute("aria-label", `${data.words.draw} ${data.words.keys}`)

  const add = (name, attributes, text = "") => {
    const element = svg.appendChild(document.createElementNS(SVG, name))
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.textContent = text
    return element
  }
  const width = () => Math.max(240, root.clientWidth) / larger
  const x = (place) => ROOM.left + (place / last) * (width() - ROOM.left - ROOM.right)
  const y = (value) =>
    height - ROOM.bottom - ((value - data.low) / (data.high - data.low)) * (height - ROOM.top - ROOM.bottom)
  const path = (ys) => {
    const points = ys.map((value, place) => (value === null ? null : `${x(place)},${y(value)}`)).filter(Boolean)
    return points.length ? `M${points.join("L")}` : ""
  }

  function draw() {
    svg.replaceChildren()
    svg.setAttribute("viewBox", `0 0 ${width()} ${height}`)
    svg.setAttribute("height", height * larger)
    add("line", { class: "axis", x1: ROOM.left, x2: width() - ROOM.right, y1: y(data.low), y2: y(data.low) })
    add("line", { class: "axis", x1: ROOM.left, x2: ROOM.left, y1: ROOM.top, y2: y(data.low) })
    const every = Math.max(1, Math.ceil((last + 1) / (width() / 70)))
    data.places.forEach((word, place) => {
      if (place % every === 0) add("text", { x: x(place), y: height - 26, "text-anchor": "middle" }, word)
    })
    for (const [height, text] of data.ticks) {
      add("text", { x: ROOM.left - 8, y: y(height) + 4, "text-anchor": "end" }, text)
    }
    add("text", { x: (ROOM.left + width()) / 2, y: height - 6, "text-anchor": "middle" }, data.x)
    add("text", { x: ROOM.left + 6, y: ROOM.top + 10 }, data.y)
    if (drawing.ys.every((value, place) => value === null || (place === 0 && data.start !== null))) {
      add("text", { class: "hint", x: (ROOM.left + width()) / 2, y: height / 2 }, data.words.draw)
    }
    else if (hand === null && drawing.ys.includes(null)) {
      add("text", { class: "hint", x: (ROOM.left + width()) / 2, y: ROOM.top + 10 }, data.words.rest)
    }
    add("path", { class: "drawn", d: path(drawing.ys) })
    if (data.truth) {
      const middle = Math.round(last / 2) // where the two lines are told apart by a word
      if (drawing.ys[middle] !== null) {
        add("text", { x: x(middle), y: y(drawing.ys[middle]) - 10, "text-anchor": "middle" }, data.words.yours)
      }
      const shown = reached()
      const end = shown.length - 1
      add("path", { class: "truth", d: path(shown) })
      add("circle", { class: "cursor", cx: x(end), cy: y(shown[end]), r: 6 })
      const side = end > last / 2 ? "end" : "start"
      add("text", { x: x(end), y: y(shown[end]) - 12, "text-anchor": side }, data.words.run)
    }
    const here = drawing.ys[drawing.at]
    if (here !== null) add("circle", { class: "cursor", cx: x(drawing.at), cy: y(here), r: 5 })
  }

  // The run as far as the bar has come, where it follows one.
  function reached() {
    if (!data.track) return data.truth
    const at = window.labAt?.[data.track.name] ?? Infinity
    return data.truth.filter((_height, place) => place === 0 || data.track.at[place] <= at)
  }

  const bounded = (value, low, high) => Math.min(high, Math.max(low, value))

  function put(place, value, from = drawing.at) {
    if (data.truth || (place === 0 && data.start !== null)) return
    drawing.ys[place] = bounded(value, data.low, data.high)
    // A quick hand jumps over places: those between are on the straight line.
    const before = drawing.ys[from]
    if (before !== null && Math.abs(place - from) > 1) {
      const step = place > from ? 1 : -1
      for (let k = from + step; k !== place; k += step) {
        drawing.ys[k] = before + ((drawing.ys[place] - before) * (k - from)) / (place - from)
      }
    }
    drawing.at = place
    draw()
  }

  function tell() {
    if (!data.truth && drawing.ys.every((value) => value !== null)) setStateValue("drawn", [...drawing.ys])
  }

  function point(event, from) {
    const box = svg.getBoundingClientRect()
    const scale = width() / box.width
    const across = ((event.clientX - box.left) * scale - ROOM.left) / (width() - ROOM.left - ROOM.right)
    const up = (y(data.low) - (event.clientY - box.top) * scale) / (y(data.low) - y(data.high))
    const place = bounded(Math.round(across * last), 0, last)
    put(place, data.low + up * (data.high - data.low), from ?? startOf(place))
  }

  // A stroke over what is drawn begins where it is; one that begins apart from it is joined to what is nearest.
  function startOf(place) {
    if (drawing.ys[place] !== null) return place
    const drawn = drawing.ys.flatMap((height, k) => (height === null ? [] : [k]))
    return drawn.reduce((a, b) => (Math.abs(b - place) < Math.abs(a - place) ? b : a), drawn[0] ?? place)
  }

  let hand = null // the pointer that draws; a second finger does not
  svg.onpointerdown = (event) => {
    if (hand !== null) return
    hand = event.pointerId
    svg.setPointerCapture(hand)
    point(event)
  }
  svg.onpointermove = (event) => { if (event.pointerId === hand) point(event, drawing.at) }
  svg.onpointerup = svg.onpointercancel = (event) => {
    if (event.pointerId !== hand) return
    hand = null
    draw()
    tell()
  }
  svg.onkeydown = (event) => {
    const moves = { ArrowLeft: -1, ArrowRight: 1 }
    const lifts = { ArrowUp: 1, ArrowDown: -1 }
    if (event.key in moves) {
      const height = drawing.ys[drawing.at] ?? (data.low + data.high) / 2
      const next = bounded(drawing.at + moves[event.key], 0, last)
      drawing.at = next
      if (drawing.ys[next] === null) put(next, height)
    } else if (event.key in lifts) {
      const here = drawing.ys[drawing.at] ?? (data.low + data.high) / 2
      put(drawing.at, here + (lifts[event.key] * (data.high - data.low)) / 20)
    } else return
    event.preventDefault()
    draw()
    tell()
  }

  const resized = new ResizeObserver(draw)
  resized.observe(root)
  if (data.truth && data.track) window.addEventListener("lab:at", draw)
  draw()
  return () => {
    resized.disconnect()
    window.removeEventListener("lab:at", draw)
  }
}
