-- In place of lua-resty-balancer's, which Debian lacks: the same node for the same key, by its place in a sorted list.
local _M = {}
_M.__index = _M

function _M.new(_, nodes)
  local self = setmetatable({}, _M)
  self:reinit(nodes)
  return self
end

function _M:reinit(nodes)
  self.nodes = nodes
  self.ids = {}
  for id in pairs(nodes) do table.insert(self.ids, id) end
  table.sort(self.ids)
end

function _M:find(key)
  if #self.ids == 0 then return nil end
  return self.ids[ngx.crc32_long(tostring(key)) % #self.ids + 1]
end

return _M
