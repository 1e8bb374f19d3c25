## Several machines at once: the bar over the machine that is shown, and the dialogs.

many-chosen = 已选择 { $machines }
many-together = 一起处理 { $machines }
many-choose-shown-only = 只选择当前显示的虚拟机
many-more = 针对所选虚拟机的更多操作

many-choose = 选择
many-what-for = 用途
many-template-fields = 模板中可使用 { "{purpose}" }（用途）、{ "{date}" }（日期）、{ "{time}" }（时间）、{ "{n}" }（编号）、{ "{machine}" }（虚拟机）和 { "{user}" }（用户）。
many-snapshots-of-machines = { $machines }的 { $snapshots }
many-snapshot-of-machine = { $machine } 的“{ $snapshot }”
many-left-out-snapshots = 已排除 { $count } 个快照
many-left-out-machines = 已排除 { $count } 台虚拟机
many-left-out-both = 已排除 { $machines }和 { $count } 个快照
many-left-out-more = … 还有 { $count } 项
many-all-left-out = 所有虚拟机都已排除
many-needs = { $certainty ->
    [exact] 需要 { $amount }
   *[at-most] 最多需要 { $amount }
}
many-needs-nothing = 不需要额外空间
many-frees = 释放 { $amount }
many-free = 可用 { $amount }
many-host-disk = 主机磁盘
many-host-disk-of = { $path } 所在的主机磁盘

many-take-title = 为 { $machines }各拍摄一个快照
many-take-button-waiting = 拍摄快照
many-take-button = 拍摄 { $snapshots }
many-take-template = 名称模板
many-take-templates = 可选用的模板
many-take-as-set = 记为一个快照组
many-take-as-set-hint = 之后可以整组恢复或删除
many-take-set-lacks-name = 快照组需要一个名称

many-restore-title = 逐台恢复 { $machines }？
many-restore-title-set = 恢复快照组“{ $name }”？
many-restore-about = 每台虚拟机的磁盘和设置都将回到当时。此后当前状态中的更改将丢失，除非您保留它们。其他快照不受影响。
many-restore-start-again = 之后启动这些虚拟机
many-restore-keep = 先为每个当前状态拍摄快照
many-restore-kept-names = 名称
many-restore-kept-as = 恢复“{ $name }”之前 { "{date} {time}" }
many-restore-kept-as-moment = 恢复到 { $moment } 之前 { "{date} {time}" }
many-restore-button = 恢复 { $machines }
many-restore-button-power-off = 关机并恢复 { $machines }
many-restore-to = 恢复到“{ $snapshot }” · { $moment }
many-restore-powers-off = 关机
many-restore-starts-again = 重新启动

many-goal-named = 各自恢复到以下名称的最新快照
many-goal-before = 各自恢复到以下时刻之前的最新快照
many-goal-name = 快照名称
many-goal-moment = 日期和时间
many-goal-names = 这些虚拟机中已有的名称
many-goal-moments = 可选用的时刻
many-goal-have = { $count }/{ $all }
many-goal-lacks-name = 请输入快照名称
many-goal-lacks-moment = 请输入日期和时间
many-goal-as-in = 例如 { $example }
many-goal-understood = { $weekday ->
    [1] 星期一
    [2] 星期二
    [3] 星期三
    [4] 星期四
    [5] 星期五
    [6] 星期六
   *[7] 星期日
} · { $age }
many-goal-now = 现在
many-goal-an-hour-ago = 一小时前
many-goal-today = 今天 00:00
many-goal-yesterday = 昨天 00:00
many-goal-monday = 星期一 09:00
many-goal-a-week-ago = 一周前
many-goal-four-weeks-ago = 四周前

many-delete-title = 按名称删除 { $machines }的快照
many-delete-title-set = 删除快照组“{ $name }”的快照？
many-delete-about = 其他快照和各个当前状态的内容保持不变。已删除的快照无法找回。已固定的快照会保留。
many-delete-by-hand = 请改为在每台虚拟机中手动标记快照：审阅时会询问。
many-delete-pins-unknown = 不知道哪些快照已固定
many-delete-lacks-name = 请输入名称
many-delete-nothing = 没有可以删除的快照
many-delete-nothing-of-set = “{ $name }”中没有可以删除的快照。如需将其从列表中移除，请移除该快照组。
many-delete-named = 名称与此匹配的快照；* 代表任意文字，? 代表任意一个字符
many-delete-named-hint = 更新前*
many-delete-looking = 正在查看映像：{ $machines }中已完成 { $looked } 台
many-delete-unknown = 无法判断会释放多少空间：有映像无法读取。
many-delete-takes = 多占用 { $amount }

many-rename-title = 重命名 { $machines }的快照
many-rename-button-waiting = 重命名
many-rename-button = 重命名 { $snapshots }
many-rename-named = 名称与此匹配的快照；只写 * 表示全部
many-rename-named-hint = 快照*
many-rename-template = 新名称的模板
many-rename-lacks-which = 请指定要重命名哪些快照
many-rename-nothing = 它们已经使用这些名称。

many-pin-title = 固定 { $machines }的快照
many-pin-button = 固定 { $snapshots }
many-pin-nothing = 没有可以固定的快照
many-pin-reason = 为何必须保留
many-pin-current = 每台虚拟机的当前快照
many-pin-newest = 每台虚拟机的最新快照
many-pin-named = 名称匹配的所有快照
many-pin-pattern = 带通配符的名称
many-pin-pattern-hint = 更新前*
many-pin-of = 属于 { $machine }
many-pin-already = { $pin }，保持不变
many-pin-without = 没有这样的快照：{ $machines }
many-unpin-title = 取消固定 { $machines }的快照
many-unpin-about = 规则可以再次删除这些快照。快照本身会保留，固定的原因会被移除。
many-unpin-named = 名称与此匹配的已固定快照；只写 * 表示全部
many-unpin-button = 取消固定 { $snapshots }
many-unpin-nothing = 没有这样的已固定快照

many-sets-title = 快照组
many-sets-about = 在多台虚拟机上一起拍摄的快照，可以一起恢复或删除。
many-sets-being-read = 正在读取…
many-sets-none = 还没有快照组。请在侧边栏中按住 Ctrl 或 Shift 并单击以选择多台虚拟机，然后为每台拍摄快照。
many-sets-forget = 移除…
    .name = 移除快照组 { $name }
many-sets-delete = 删除…
    .name = 删除快照组 { $name } 的快照
many-sets-restore = 恢复…
    .name = 恢复快照组 { $name }
many-sets-rename = 重命名此快照组
many-sets-name = 快照组名称
many-sets-forget-question = 移除此快照组？其快照会保留。
many-sets-forget-button = 移除
many-sets-keep = 保留
many-sets-gone = 其中 { $count } 个快照已不存在

# What a job has left undone.
many-again-title = 执行未完成的部分？
many-again-about = 将按照虚拟机的当前状态重新规划。
many-again-steps = { $count } 个步骤
many-again-button = 执行
many-delete-title-rest = 删除 { $machines }上剩余的快照？
