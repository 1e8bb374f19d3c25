## The page that cleans up by a rule, and its dialogs.

clean-up-title = 清理
clean-up-subtitle = 在您审阅并确认之前，不会删除任何内容。
clean-up-review-button = { $count ->
    [0] 审阅并删除…
   *[other] 审阅并删除 { $count } 个…
}
clean-up-one-moment = 请稍候
clean-up-being-read = 正在读取固定标记、规则和虚拟机。
clean-up-why-not-pins-unknown = 不知道哪些快照已固定
clean-up-why-not-under-way = 上一次清理仍在进行
clean-up-why-not-nothing = 规则不删除任何快照
clean-up-unsafe = 现在无法清理
clean-up-unsafe-why =
    { $why }。
    规则绝不能删除已固定的快照，因此在此问题解决之前，任何规则都不会删除任何内容。
clean-up-read-again = 重新读取
clean-up-no-jobs = 无法进行任何更改：Snapgrove 中负责更改的部分未能启动。

clean-up-rule = 规则
clean-up-rule-named = 规则：{ $name }
clean-up-rule-not-saved = 未保存
clean-up-rule-changed = 已更改
clean-up-rule-undo = 撤销
clean-up-rule-undo-hint = 恢复为已保存的规则
clean-up-rule-forget = 删除规则“{ $name }”
clean-up-rule-forget-question = 删除规则“{ $name }”？
clean-up-rule-forget-button = 删除
clean-up-rule-keep-button = 保留
clean-up-rule-usual = 恢复默认规则
clean-up-rule-save-as = 另存为规则…
clean-up-rule-save-as-hint = 为此规则命名并保存
clean-up-rule-name = 名称
clean-up-rule-name-spoken = 规则的名称
clean-up-rule-save = 保存
clean-up-rule-replace = 替换“{ $name }”
clean-up-rule-unfold = 展开规则以便更改
clean-up-rule-fold = 收起规则

# Every clause of $only ends with 、 as $when follows, every clause after 快照 with a comma as $states does.
clean-up-sentence = 删除{ $scope }{ $only }{ $when }快照，{ $keep }{ $also }{ $states }
clean-up-sentence-own = 由 { $program } 拍摄的、
clean-up-sentence-like = { $place ->
    [first] 名称匹配 { $name } 的、
   *[further] 或匹配 { $name } 的、
}
clean-up-sentence-unlike = { $place ->
    [first] 名称不匹配 { $name } 的、
   *[further] 也不匹配 { $name } 的、
}
clean-up-sentence-scope = { $machines } 中
clean-up-sentence-any-age = 任意时间的
clean-up-sentence-older = { $place ->
    [first] 超过 { $age } 的
   *[further] 或超过 { $age } 的
}
clean-up-sentence-deeper = { $place ->
    [first] 快照树超过 { $levels } 时最旧的
   *[further] 或快照树超过 { $levels } 时最旧的
}
clean-up-sentence-larger = { $place ->
    [first] 虚拟机的快照占用超过 { $amount } 时最旧的
   *[further] 或虚拟机的快照占用超过 { $amount } 时最旧的
}
clean-up-sentence-newest = { $place ->
    [first] 但每台虚拟机保留最新的 { $count } 个，
   *[further] 并为每台虚拟机保留最新的 { $count } 个，
}
clean-up-sentence-one-per = { $place ->
    [first] 但最近 { $span } 内每 { $period } 保留一个，
   *[further] 最近 { $span } 内每 { $period } 保留一个，
}
clean-up-sentence-one-per-for-ever = { $place ->
    [first] 但 { $ever } 每 { $period } 保留一个，
   *[further] 并 { $ever } 每 { $period } 保留一个，
}
clean-up-sentence-also = { $what } 也可删除，
clean-up-sentence-states = 适用于 { $states } 的虚拟机。
clean-up-sentence-nothing = 暂不删除任何快照：通过“添加…”指定要删除的内容。
clean-up-sentence-stays = { $stays ->
    [all] 已固定的快照、当前快照和当前路径上的分叉点会保留。
    [current] 已固定的快照和当前快照会保留。
    [forks] 已固定的快照和当前路径上的分叉点会保留。
   *[pinned] 已固定的快照会保留。
}

clean-up-word-all-machines = 所有虚拟机
clean-up-word-group = 组 { $group }
clean-up-word-groups = { $count } 个组
clean-up-word-one-machine = 1 台虚拟机
clean-up-word-levels = { $count } 层
clean-up-word-for-ever = 始终
clean-up-word-for = 最近 { $span }
clean-up-word-current = 当前快照
clean-up-word-forks = 当前路径上的分叉点
clean-up-word-not-running = 未在运行
clean-up-word-powered-off = 已关机
clean-up-word-any-state = 处于任何状态
clean-up-units = { $unit ->
    [hour] 小时
    [day] 天
    [week] 周
    [month] 个月
   *[year] 年
}

clean-up-take-away = 移除：{ $what }
clean-up-take-away-own = 仅限由 Snapgrove 拍摄的
clean-up-take-away-age = 按时间
clean-up-take-away-depth = 按深度
clean-up-take-away-size = 按大小
clean-up-take-away-newest = 最新的
clean-up-take-away-one-per = { $unit ->
    [hour] 每小时一个
    [day] 每天一个
    [week] 每周一个
    [month] 每月一个
   *[year] 每年一个
}

clean-up-own-about = 仅限用 Snapgrove 拍摄的快照。
clean-up-current-about = 当前状态以它为基础。删除它不会改变当前状态。
clean-up-forks-about = 当前路径上有多个分支由此延续的快照。
clean-up-not-running-about = 不处理运行中和已暂停的虚拟机
clean-up-powered-off-about = 也不处理已保存和异常中止的虚拟机
clean-up-any-state-about = 在虚拟化软件支持时，在线清理运行中的虚拟机
clean-up-how-many = 数量
clean-up-how-much = 大小
clean-up-pattern = 带通配符的名称
clean-up-pattern-about = * 表示任意文本，? 表示任意一个字符
clean-up-scope-all = 所有虚拟机
clean-up-scope-groups = 组中的虚拟机
clean-up-scope-chosen = 选定的虚拟机
clean-up-find-machine = 查找虚拟机
clean-up-no-such-machine = 没有此名称的虚拟机

clean-up-add = 添加…
clean-up-add-hint = 为规则添加更多条件
clean-up-add-spoken = 添加到规则
clean-up-add-older = 超过时间…
clean-up-add-deeper = 快照树超过层数…
clean-up-add-larger = 虚拟机的快照超过大小…
clean-up-add-newest = 保留最新的…
clean-up-add-one-per = 每段时间保留一个…
clean-up-add-like = 仅限名称匹配…
clean-up-add-unlike = 排除名称匹配…
clean-up-add-own = 仅限由 Snapgrove 拍摄的
clean-up-add-current = 也可删除当前快照
clean-up-add-forks = 也可删除当前路径上的分叉点

clean-up-disks = 清理后的主机磁盘
clean-up-disk-used = 已用 { $amount }
clean-up-disk-free = 可用 { $amount }
clean-up-disk-free-after = 可用 { $now } → { $after }
clean-up-disk-spoken = { $disk }：{ $used }，共 { $size }，{ $freed }，{ $free }
clean-up-disk-looking = 正在查看…
clean-up-disk-size = 大小 { $size }
clean-up-disk-looking-at-machines = 正在查看虚拟机。
clean-up-disk-nothing = 不删除任何内容，因此没有变化。
clean-up-disk-needs = 合并时最多需要 { $amount }
clean-up-disk-order = 已选择复制量最少的顺序：{ $amount }，而非 { $worst }
clean-up-disk-copies = 复制 { $amount }
clean-up-disk-not-counted = { $count ->
    [1] 有 1 台虚拟机未计入：无法读取其映像
   *[other] 有些虚拟机未计入：无法读取其映像
}
clean-up-disk-estimates = 估算值：{ $why }
clean-up-progress = 已查看 { $looked }/{ $all } 台虚拟机

clean-up-column-snapshot = 快照
clean-up-column-age = 拍摄时间
clean-up-column-frees = 释放
clean-up-column-why = 原因
clean-up-column-share = 释放量（与最大者相比）
clean-up-filter-all = 全部 { $count }
clean-up-filter-going = 仅要删除的 { $count }
clean-up-filter-cannot = 无法删除 { $count }
clean-up-fold-all = 收起所有虚拟机
clean-up-unfold-all = 展开所有虚拟机
clean-up-by-hand = 手动选择了 { $count } 个
clean-up-as-the-rule-says = 按规则处理
clean-up-as-the-rule-says-hint = 撤销所有手动选择
clean-up-looking = 正在查看虚拟机。
clean-up-no-machine = 规则范围内没有虚拟机
clean-up-no-machine-about = 规则不适用于现有的任何虚拟机：请在规则中选择其他虚拟机。
clean-up-nothing-in-the-way = 没有任何阻碍
clean-up-nothing = 没有要清理的内容
clean-up-nothing-empty-rule = 规则还没有任何内容。请选择一条默认规则，或为此规则添加条件。
clean-up-nothing-kept = 规则保留所有快照。“全部”会列出每个快照的保留原因。
clean-up-nothing-reasons = 没有要清理的内容：每个快照的保留原因列在其旁边。
clean-up-share = { $going }/{ $all }
clean-up-unread = 未知：{ $why }
clean-up-merges-live = { $state }：在线合并
clean-up-left-alone = { $state }：不处理
clean-up-state-unknown = 状态未知
clean-up-age-unknown = 未知
clean-up-row-spoken = { $machine } 的 { $name }，{ $why }，{ $age }，{ $frees }
clean-up-row-spoken-goes = { $machine } 的 { $name }，删除：{ $why }，{ $age }，{ $frees }
clean-up-delete = 删除 { $name }
clean-up-delete-pinned-hint = 它已固定。仍要删除吗？审阅时会再次询问。
clean-up-delete-it = 也删除它
clean-up-keep-it = 保留它
clean-up-show = 在快照树中显示 { $name }
clean-up-show-hint = 在其虚拟机的快照树中显示
clean-up-show-menu = 在快照树中显示
clean-up-taken = { $taken } · 占用 { $amount }

clean-up-run = 已在 { $machines }上删除 { $of } 个快照中的 { $done } 个；{ $result }
clean-up-run-machine = { $done }/{ $of }；{ $result }
clean-up-promise = 预测释放 { $promised }，实际释放 { $freed }
clean-up-no-promise = 没有预测，实际释放 { $freed }
clean-up-run-failed = { $step }：{ $what }{ $stands }{ $advice }
clean-up-run-stopped = { $step }：已停止。{ $stands }
clean-up-run-not-begun = 在完成之前已停止。
clean-up-run-when = { $when }清理：{ $words }
clean-up-run-close = 关闭上一次清理的报告
clean-up-run-report = 报告…
clean-up-run-jobs = 显示任务
clean-up-run-stop = 停止
clean-up-run-stop-hint = 正在执行的步骤会完成，不再开始其他步骤
clean-up-run-waiting = 正在清理…
clean-up-run-progress = 正在清理：{ $of } 个步骤已完成 { $percent }%
clean-up-run-progress-left = 正在清理：{ $of } 个步骤已完成 { $percent }% · 剩余{ $left }
clean-up-report = 清理的结果
clean-up-report-more = 还有 { $count } 台：“复制”包含全部
clean-up-report-copy = 复制
clean-up-report-copy-hint = 将整份报告复制到剪贴板

clean-up-review = 审阅清理
clean-up-review-title = { $count ->
    [0] 没有要删除的快照
   *[other] 删除 { $machines } 台虚拟机的 { $count } 个快照？
}
clean-up-review-what-stays = 其他快照和当前状态的内容保持不变。已删除的快照无法找回。会先复制每台虚拟机的设置文件。
clean-up-review-looking = { $progress }…
clean-up-review-running = 不处理运行中的虚拟机（{ $count }）
clean-up-review-pinned = 将删除 { $count } 个已固定的快照：如果确实要删除，请在列表中逐一勾选。
clean-up-review-why-not-nothing = 没有剩余的操作
clean-up-review-why-not-pinned = 已固定的快照必须逐一确认
clean-up-review-delete = { $count ->
    [0] 删除
   *[other] 删除 { $count } 个快照
}
clean-up-review-left-out = 不会删除：{ $snapshots }
clean-up-review-not-known = 无法得知所有虚拟机可释放和所需的空间：有些虚拟机的映像无法读取。
clean-up-review-order-hint = 每台虚拟机的步骤顺序是复制量最少的顺序
clean-up-review-host-disk = 主机磁盘
clean-up-review-disk = { $disk }：可用 { $now } → { $after }
clean-up-review-needs-more = 同时处理的虚拟机一次可能需要 { $needs }，而可用空间为 { $free }。放不下的步骤在开始之前就会被拒绝，其他步骤继续执行。
clean-up-review-running-left-alone = 运行中：不处理
clean-up-review-machine-unknown = 未知
clean-up-review-machine-unreadable = 无法读取其映像
clean-up-review-machine-frees = 释放 { $amount }，需要 { $needs }
clean-up-review-machine-takes = 多占用 { $amount }，需要 { $needs }
clean-up-review-machine-copied = 复制 { $amount }
clean-up-review-data-go = 其数据直接删除
clean-up-review-of-machine = { $machine } 的“{ $snapshot }”
clean-up-review-clean = 清理 { $machine }
clean-up-review-delete-pinned = 删除 { $name }，尽管它已固定

clean-up-shorten = 缩短 { $machine }
