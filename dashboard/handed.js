// Hands a file to the browser, once: what a tap asked for, made by the run that followed it.

const done = new Set()
const KEPT = 60_000 // milliseconds until the browser has it for certain

export default function ({ data }) {
  if (done.has(data.token)) return
  done.add(data.token)
  const bytes = Uint8Array.from(atob(data.content), (letter) => letter.charCodeAt(0))
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([bytes], { type: data.mime }))
  link.download = data.file
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT)
}
