## Rules of a clean-up, what they decide, and why.

retention-period = { $unit ->
    [hour] 小时
    [day] 天
    [week] 周
    [month] 月
   *[year] 年
}
retention-span = { $unit ->
    [hour] { $count } 小时
    [day] { $count } 天
    [week] { $count } 周
    [month] { $count } 个月
   *[year] { $count } 年
}
retention-span-error = “{ $text }”不是有效的时长：应为 1 到 { $most } 的数字加单位，例如 90 days、8w 或 1 year
retention-pattern = “{ $pattern }”

retention-and = { $before }和{ $last }
retention-or = { $before }或{ $last }

# The clauses that narrow down by name stand behind 快照, as 仅限…的.
retention-rule-nothing = 不删除任何快照
retention-rule = 删除{ $scope }{ $age }快照{ $own }{ $like }{ $unlike }{ $limits }{ $kept }{ $also }{ $off }；绝不删除已固定的快照
retention-rule-of-limits = 当{ $limits }时，删除{ $scope }最旧的快照{ $own }{ $like }{ $unlike }{ $kept }{ $also }{ $off }；绝不删除已固定的快照
retention-clause-own = ，仅限由 Snapgrove 拍摄的
retention-clause-like = ，仅限名称匹配{ $names }的
retention-clause-unlike = ，名称匹配{ $names }的除外
retention-clause-machines = { " " }{ $count } 台虚拟机中
retention-clause-groups = { $count ->
    [0] { " " }0 个组中
   *[other] 组{ $groups }中
}
retention-group = “{ $group }”
retention-clause-age = 超过 { $spans }的
retention-clause-limits = ，并在{ $limits }时删除其中最旧的
retention-limit-levels = 快照树超过 { $most } 层
retention-limit-bytes = 虚拟机的快照占用超过 { $most } 的空间
retention-clause-kept = ，但保留{ $kept }
retention-keep-newest = 最新的 { $count } 个
retention-keep-one-per = { $unit ->
    [hour] 最近 { $span }内每小时一个
    [day] 最近 { $span }内每天一个
    [week] 最近 { $span }内每周一个
    [month] 最近 { $span }内每月一个
   *[year] 最近 { $span }内每年一个
}
retention-keep-one-per-for-ever = { $unit ->
    [hour] 始终每小时一个
    [day] 始终每天一个
    [week] 始终每周一个
    [month] 始终每月一个
   *[year] 始终每年一个
}
retention-clause-also = ；也可删除{ $what }
retention-also-current = 当前快照
retention-also-forks = 当前路径上的分叉点
retention-also-running = 运行中虚拟机的快照
retention-clause-powered-off = ；仅限已关机的虚拟机

retention-preset-careful = 谨慎
retention-preset-balanced = 均衡
retention-preset-thorough = 彻底

retention-kept = 保留：{ $reasons }
retention-delete = 删除：{ $reasons }
retention-cannot = 无法删除：{ $reasons }
retention-reason-pinned = 已固定
retention-reason-pinned-because = 已固定（“{ $reason }”）
retention-reason-current = 它是当前快照
retention-reason-fork = 有 { $branches } 个分支从这里开始
retention-reason-newest = { $count ->
    [1] 最新的一个
   *[other] 属于最新的 { $count } 个
}
retention-reason-only-of = { $unit ->
    [hour] 该小时内唯一的一个
    [day] 当天唯一的一个
    [week] 该周唯一的一个
    [month] 该月唯一的一个
   *[year] 该年唯一的一个
}
retention-reason-newest-of = { $unit ->
    [hour] 该小时内最新的一个
    [day] 当天最新的一个
    [week] 该周最新的一个
    [month] 该月最新的一个
   *[year] 该年最新的一个
}
retention-reason-not-older = 未超过 { $span }
retention-reason-not-over-limits = 未超出限制，无需删除
retention-reason-time-unknown = 拍摄时间未知
retention-reason-time-in-future = 其拍摄时间在将来
retention-reason-name-unlike = 名称不匹配{ $names }
retention-reason-name-left-out = 名称匹配{ $name }
retention-reason-not-own = 不是由 Snapgrove 拍摄
retention-reason-empty-rule = 规则没有任何内容
retention-reason-by-hand = 手动选择
retention-reason-older = 超过 { $span }
retention-reason-nothing-keeps-it = 不属于要保留的快照
retention-reason-too-deep = 其快照树超过 { $most } 层
retention-reason-too-large = 虚拟机的快照占用超过 { $most }
retention-reason-runs = 其虚拟机的状态为“{ $state }”
retention-reason-not-powered-off = 其虚拟机的状态为“{ $state }”，而不是已关机
retention-reason-state-unknown = 不知道其虚拟机是否已关机
retention-way-out-runs = 请关闭虚拟机，或让规则也适用于运行中的虚拟机。
retention-way-out-not-powered-off = 请关闭虚拟机，或让规则也适用于其他状态的虚拟机。

retention-blocked-clone = 克隆“{ $machine }”需要它
retention-blocked-children = 有 { $branches } 个分支从它延续
retention-blocked-current = 它是当前快照，而“{ $child }”位于其下
retention-blocked-unreadable = 无法读取“{ $machine }”，它可能需要此快照
retention-blocked-image = { $problem }：{ $image }

retention-not-read-yet = 尚未读取
retention-still-deeper = 其快照树仍超过 { $most } 层：剩下的是分叉点、分支末端和要保留的快照
retention-still-larger = 其快照仍占用超过 { $most }：剩下的都是要保留或无法删除的快照

retention-rules-file = 无法读取或写入 { $path } 中的规则：{ $error }；文件仍保持原有内容
retention-rules-damaged = { $path } 中的规则已损坏：{ $error }；目前只有默认规则。请修复该文件，或保存一条规则：届时会将损坏的文件保留在旁边
retention-rules-write = 无法写下规则：{ $error }；没有任何更改
retention-rules-no-folder = 此系统没有指定存放设置的文件夹：规则只保留到程序结束
