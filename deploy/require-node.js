// Loaded before every script of ours (node --import), in plain JavaScript: an older Node could not even read the scripts.
const wanted = [24, 11]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  process.stderr.write(
    `Expected Node ${wanted.join('.')} or later, found ${process.versions.node} (${process.execPath}).\n` +
      'npm scripts bring their own Node: run `npm ci` (its install scripts must be allowed), then `npm start`, not `node …`.\n',
  )
  process.exit(1)
}
