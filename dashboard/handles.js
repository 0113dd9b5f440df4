// Rings over a picture, which a hand takes: they move with it at once, and Python hears when it lets go.

const HEARD_AFTER = 400 // milliseconds at rest, after which Python hears of the arrow keys
const SVG = "http://www.w3.org/2000/svg"
const layers = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".layer")
  if (!layers.has(root)) layers.set(root, makeLayer(root, parentElement))
  const layer = layers.get(root)
  layer.tell = (said) => setTriggerValue("moved", said)
  layer.show(data)
  return layer.remove
}

function makeLayer(root, parentElement) {
  const layer = { tell: null, data: null, rings: new Map(), watched: null }
  const drawn = root.appendChild(document.createElementNS(SVG, "svg"))
  drawn.setAttribute("aria-hidden", "true")
  let waiting = 0

  // The layer takes no room on the page, and goes with what it lies over where that is swiped or scrolled.
  const holder = (parentElement.host ?? root).closest("[data-testid=stElementContainer]")
  holder.style.position = "absolute"
  holder.parentElement.style.position = "relative"

  const soon = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; place() }) }
  const sizes = new ResizeObserver(soon)
  const changes = new MutationObserver(soon)

  // From numbers of the axes to pixels beside the layer's own corner, and back; null as long as nothing is drawn.
  // A canvas keeps the corner of its axes as the origin of what is drawn on it.
  function plane() {
    const picture = document.querySelector(`.${layer.data.picture}`)
    if (picture && layer.watched !== picture) {
      changes.disconnect()
      changes.observe(picture, { childList: true, subtree: true })
      layer.watched = picture
    }
    const canvas = picture?.querySelector("canvas")
    const told = picture?.querySelector(`.vega-bind input[name="${layer.data.told}"]`)
    if (!canvas || !told) return null
    sizes.observe(canvas)
    const { a, d, e, f } = canvas.getContext("2d").getTransform()
    const [x0, x1, y0, y1, width, height] = told.value.split(",").map(Number)
    const box = canvas.getBoundingClientRect()
    const own = root.getBoundingClientRect()
    if (!box.width || !canvas.offsetWidth || !Number.isFinite(x1 - x0) || x1 === x0 || y1 === y0) return null
    const zoom = box.width / canvas.offsetWidth
    const left = box.left - own.left + (e / a) * zoom
    const top = box.top - own.top + (f / d) * zoom
    const [dx, dy] = [(x1 - x0) * zoom, (y1 - y0) * zoom]
    const [ox, oy] = [left + x0 * zoom, top + y0 * zoom]
    return {
      own, dx, dy,
      edges: { left, top, right: left + width * zoom, bottom: top + height * zoom },
      pixels: ([x, y]) => [ox + dx * x, oy + dy * y],
      numbers: ([px, py]) => [(px - ox) / dx, (py - oy) / dy],
    }
  }

  const value = (ring, k) => ring.values[k][ring.at[k]]
  const nearest = (values, to, period) => values.reduce((best, number, k) => {
    const off = (n) => (period ? Math.abs(((n - to + 1.5 * period) % period) - period / 2) : Math.abs(n - to))
    return off(number) < off(values[best]) ? k : best
  }, 0)
  const middle = (ring) => layer.rings.get(ring.around)
  const inside = ([px, py], { left, top, right, bottom }) => Math.min(px - left, right - px, py - top, bottom - py)

  // Where the ring is: in the hand, or at its place. One that turns shows the end of its arm that is in the picture.
  function numbersOf(ring, on) {
    if (ring.free) return ring.free
    if (!ring.around) return [value(ring, 0), value(ring, 1)]
    const center = numbersOf(middle(ring), on)
    const angle = (value(ring, 0) * Math.PI) / 180
    const end = (side, reach = value(ring, 1)) =>
      [center[0] + side * reach * Math.cos(angle), center[1] + side * reach * Math.sin(angle)]
    const room = (side, reach) => inside(on.pixels(end(side, reach)), on.edges)
    if (room(ring.side) < 4 && room(-ring.side) > room(ring.side)) ring.side = -ring.side
    let reach = value(ring, 1)
    while (room(ring.side, reach) < 4 && reach > 0.2 * value(ring, 1)) reach *= 0.9
    return end(ring.side, reach)
  }

  function place() {
    if (!layer.data) return
    const on = plane()
    drawn.replaceChildren()
    for (const ring of layer.rings.values()) {
      ring.element.hidden = !on
      if (!on) continue
      const [px, py] = on.pixels(numbersOf(ring, on))
      ring.element.style.left = `${px}px`
      ring.element.style.top = `${py}px`
      ring.said.classList.toggle("below", py - on.edges.top < 30)
      ring.said.classList.toggle("leftwards", on.edges.right - px < 70)
      ring.said.classList.toggle("rightwards", px - on.edges.left < 70)
      if (ring.around) drawArm(ring, on, [px, py])
    }
  }

  function drawArm(ring, on, [px, py]) {
    const add = (name, attributes) => {
      const shape = drawn.appendChild(document.createElementNS(SVG, name))
      for (const [key, number] of Object.entries(attributes)) shape.setAttribute(key, number)
    }
    const [cx, cy] = on.pixels(numbersOf(middle(ring), on))
    const long = Math.hypot(px - cx, py - cy)
    if (long > 28) {
      const [ux, uy] = [(px - cx) / long, (py - cy) / long]
      add("line", { x1: cx + 12 * ux, y1: cy + 12 * uy, x2: px - 12 * ux, y2: py - 12 * uy })
    }
    if (!ring.ellipse || !(ring.held || middle(ring).held)) return
    const rx = value(ring, 1)
    const turn = -value(ring, 0) * Math.sign(-on.dy)
    const [wide, high] = [rx * Math.abs(on.dx), (ring.ellipse / rx) * Math.abs(on.dy)]
    add("ellipse", { rx: wide, ry: high, transform: `translate(${cx} ${cy}) rotate(${turn})` })
  }

  function say(ring) {
    const text = ring.texts.map((texts, k) => texts[ring.at[k]]).filter(Boolean).join(", ")
    const main = ring.values[0].length > 1 ? 0 : 1
    ring.said.textContent = `${ring.label}: ${text}`
    const { element } = ring
    element.setAttribute("aria-valuetext", text)
    element.setAttribute("aria-valuemin", 0)
    element.setAttribute("aria-valuemax", ring.values[main].length - 1)
    element.setAttribute("aria-valuenow", ring.at[main])
  }

  function tell(ring) {
    clearTimeout(ring.resting)
    ring.resting = 0
    if (String(ring.at) !== String(ring.told)) layer.tell({ ring: ring.name, at: [...ring.at] })
    ring.told = [...ring.at]
  }

  // Layers over other pictures may hold the same rings.
  const pass = (ring) => window.dispatchEvent(new CustomEvent("lab:ring", { detail: {
    from: layer, name: ring.name, at: [...ring.at], free: ring.free, held: ring.held, side: ring.side,
  } }))
  const follow = ({ detail: { from, name, at, free, held, side } }) => {
    const ring = layer.rings.get(name)
    if (from === layer || !ring || ring.held === "here") return
    Object.assign(ring, { at: [...at], free, held: held ? "elsewhere" : null, side })
    say(ring)
    soon()
  }

  function changed(ring) {
    say(ring)
    pass(ring)
    place()
  }

  function grab(event) {
    const on = plane()
    if (!on || event.button) return
    const hand = [event.clientX - on.own.left, event.clientY - on.own.top]
    const away = (ring) => {
      const [px, py] = on.pixels(numbersOf(ring, on))
      return Math.hypot(px - hand[0], py - hand[1])
    }
    const ring = [...layer.rings.values()].reduce((a, b) => (away(b) < away(a) ? b : a))
    const from = on.pixels(numbersOf(ring, on))
    const before = { at: [...ring.at], side: ring.side }
    ring.held = "here"
    ring.element.classList.add("held")
    ring.element.setPointerCapture(event.pointerId)
    ring.element.focus({ preventScroll: true })
    event.preventDefault()

    let reachOfHand = 1
    if (ring.around) {
      const [cx, cy] = on.pixels(numbersOf(middle(ring), on))
      reachOfHand = value(ring, 1) / Math.max(1, Math.hypot(from[0] - cx, from[1] - cy))
    }
    ring.element.onpointermove = (move) => {
      const now = plane()
      if (!now || move.pointerId !== event.pointerId) return
      const px = [move.clientX - now.own.left - hand[0] + from[0], move.clientY - now.own.top - hand[1] + from[1]]
      if (ring.around) turnTo(ring, px, now, reachOfHand)
      else moveTo(ring, px, now)
      changed(ring)
    }
    const end = (kept) => (up) => {
      if (up.pointerId !== event.pointerId) return
      const { element } = ring
      element.onpointermove = element.onpointerup = element.onpointercancel = null
      element.classList.remove("held")
      if (!kept) Object.assign(ring, before)
      ring.held = ring.free = null
      changed(ring)
      tell(ring)
    }
    ring.element.onpointerup = end(true)
    ring.element.onpointercancel = end(false)
    changed(ring)
  }

  function moveTo(ring, px, on) {
    const wanted = on.numbers(px)
    ring.free = ring.values.map((values, k) =>
      Math.min(values.at(-1), Math.max(values[0], wanted[k])))
    ring.at = ring.values.map((values, k) => nearest(values, ring.free[k]))
  }

  function turnTo(ring, px, on, reachOfHand) {
    const [cx, cy] = on.pixels(numbersOf(middle(ring), on))
    const [right, up] = [px[0] - cx, -(px[1] - cy)]
    const angle = (Math.atan2(up, right) * 180) / Math.PI
    const wanted = Math.hypot(right, up) * reachOfHand
    const far = Math.min(ring.values[1].at(-1), Math.max(ring.values[1][0], wanted))
    ring.at = [nearest(ring.values[0], angle, 180), nearest(ring.values[1], far)]
    const along = (ring.values[0][ring.at[0]] * Math.PI) / 180
    ring.side = right * Math.cos(along) + up * Math.sin(along) < 0 ? -1 : 1
    const kept = wanted ? far / wanted : 1
    ring.free = on.numbers([cx + right * kept, cy - up * kept])
  }

  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1] }
  function press(ring, event) {
    if (!(event.key in MOVES) || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const [direction, by] = MOVES[event.key]
    const places = ring.values[direction].length
    if (places === 1) { // it cannot move that way: to its neighbour
      const all = [...layer.rings.values()]
      const next = all[all.indexOf(ring) + by]
      if (next) { reach(next); next.element.focus({ preventScroll: true }) }
      return
    }
    const turns = ring.around && direction === 0 // to the left is up the angles, and behind the last is the first
    const to = ring.at[direction] + (turns ? -by : by)
    if (turns && (to < 0 || to >= places)) ring.side = -ring.side
    ring.at[direction] = turns ? (to + places) % places : Math.min(places - 1, Math.max(0, to))
    changed(ring)
    clearTimeout(ring.resting)
    ring.resting = setTimeout(tell, HEARD_AFTER, ring)
  }

  // Rings that move up and down only are one stop for whoever goes through the page by keys.
  function reach(ring) {
    for (const other of layer.rings.values()) {
      const alone = other.values[0].length > 1
      other.element.tabIndex = layer.data.by_keys && (alone || other === ring) ? 0 : -1
    }
  }

  function makeRing(name) {
    const element = root.appendChild(document.createElement("div"))
    element.className = "ring"
    element.setAttribute("role", "slider")
    const said = element.appendChild(document.createElement("span"))
    said.className = "said"
    said.ariaHidden = "true"
    const ring = { name, element, said, side: 1, at: [0, 0], held: null, free: null, resting: 0 }
    element.onpointerdown = grab
    element.onkeydown = (event) => press(ring, event)
    return ring
  }

  layer.show = (data) => {
    layer.data = data
    root.setAttribute("aria-label", data.label)
    root.toggleAttribute("aria-hidden", false)
    if (!data.by_keys) root.setAttribute("aria-hidden", "true")
    root.classList.toggle("many", data.rings.length > 3)
    const names = new Set(data.rings.map(({ name }) => name))
    for (const [name, ring] of layer.rings) {
      if (!names.has(name)) { ring.element.remove(); layer.rings.delete(name) }
    }
    for (const { at, ...sent } of data.rings) {
      if (!layer.rings.has(sent.name)) layer.rings.set(sent.name, makeRing(sent.name))
      const ring = Object.assign(layer.rings.get(sent.name), sent)
      ring.element.setAttribute("aria-label", ring.label)
      // A hand that is moving it knows better than what was sent before it moved.
      const known = ring.values.every((values, k) => ring.at[k] < values.length)
      if ((!ring.held && !ring.resting) || !known) { ring.at = [...at]; ring.told = [...at] }
      say(ring)
    }
    const stop = [...layer.rings.values()].find(({ element }) => element.tabIndex === 0)
    if (layer.rings.size) reach(stop ?? layer.rings.values().next().value)
    soon()
  }

  layer.remove = () => {
    sizes.disconnect()
    changes.disconnect()
    cancelAnimationFrame(waiting)
    window.removeEventListener("lab:ring", follow)
    window.removeEventListener("resize", soon)
    layers.delete(root)
  }

  window.addEventListener("lab:ring", follow)
  window.addEventListener("resize", soon)
  return layer
}
