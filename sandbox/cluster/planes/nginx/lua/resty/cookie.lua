-- In place of lua-resty-cookie, which Debian lacks: reads by nginx's own variables and adds Set-Cookie.
local _M = {}
_M.__index = _M

function _M.new() return setmetatable({}, _M) end

function _M:get(name) return ngx.var["cookie_" .. name] end

function _M:set(cookie)
  local parts = { cookie.key .. "=" .. cookie.value }
  if cookie.path then table.insert(parts, "Path=" .. cookie.path) end
  if cookie.max_age then table.insert(parts, "Max-Age=" .. cookie.max_age) end
  if cookie.samesite then table.insert(parts, "SameSite=" .. cookie.samesite) end
  if cookie.secure then table.insert(parts, "Secure") end
  if cookie.httponly then table.insert(parts, "HttpOnly") end
  ngx.header["Set-Cookie"] = table.concat(parts, "; ")
  return true
end

return _M
