// Names over panels of which one is in view at a time: a tap scrolls to the panel, a swipe moves the mark.

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".names")
  root.setAttribute("aria-label", data.says)
  const row = () => document.querySelector(`.st-key-${data.panels} [data-testid=stHorizontalBlock]`)
  const columns = () => [...(row()?.querySelectorAll(":scope > [data-testid=stColumn]") ?? [])]

  const buttons = data.names.map((name, k) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = name
    button.onclick = () => {
      const line = row()
      const column = columns()[k]
      if (column) line.scrollTo({ left: column.offsetLeft - line.offsetLeft, behavior: "smooth" })
    }
    return button
  })
  root.replaceChildren(...buttons)

  const mark = () => {
    const line = row()
    if (!line) return
    const middle = line.getBoundingClientRect().left + line.clientWidth / 2
    const off = columns().map((column) => {
      const { left, right } = column.getBoundingClientRect()
      return Math.abs((left + right) / 2 - middle)
    })
    const inView = off.indexOf(Math.min(...off))
    buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(k === inView)))
  }
  document.addEventListener("scroll", mark, { capture: true, passive: true })
  window.addEventListener("resize", mark)
  const first = setTimeout(mark, 0) // the panels come after their names
  buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(k === 0)))
  return () => {
    clearTimeout(first)
    document.removeEventListener("scroll", mark, { capture: true })
    window.removeEventListener("resize", mark)
  }
}
