-- In place of lua-resty-balancer's, which Debian lacks: smooth weighted round robin over { id = weight }.
local _M = {}
_M.__index = _M

function _M.new(_, nodes)
  local self = setmetatable({}, _M)
  self:reinit(nodes)
  return self
end

function _M:reinit(nodes)
  self.nodes = nodes
  self.current = {}
end

function _M:find()
  local total, best = 0, nil
  for id, weight in pairs(self.nodes) do
    total = total + weight
    self.current[id] = (self.current[id] or 0) + weight
    if best == nil or self.current[id] > self.current[best] then best = id end
  end
  if best ~= nil then self.current[best] = self.current[best] - total end
  return best
end

return _M
