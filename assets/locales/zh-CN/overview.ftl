## The page about all machines together.

overview-title = 概览
overview-subtitle = { $when } · { $machines }，{ $snapshots }
overview-inspecting = 正在检查…
overview-inspected-now = 刚刚检查过
overview-inspected = { $age }检查过
overview-inspect = 立即检查
overview-inspect-hint = 重新检查所有内容
overview-report = 保存报告…
overview-report-hint = 将发现的所有问题保存到文件
overview-report-html = 用于阅读和打印（HTML）…
overview-report-csv = 表格（CSV）…
overview-report-json = 供程序使用（JSON）…

# Figures on top: an amount stands above each.
overview-occupied = 快照和磁盘占用
overview-occupied-by = { $machines }，{ $snapshots }
overview-reclaimable = 未被使用的文件占用
overview-reclaimable-about = 见发现的问题
overview-figure-name = { $amount } { $name }，{ $about }
overview-can-free = 现在可释放
overview-can-free-at-least = 现在至少可释放
overview-can-free-unknown = 未知
overview-can-free-nothing = 规则“{ $rule }”现在不删除任何快照
overview-can-free-about = 按规则“{ $rule }”：{ $snapshots }
overview-free = 主机磁盘可用空间
overview-free-on = { $disk } 可用空间
overview-free-of = 共 { $size }
overview-full-by = 照此速度，将在 { $date }前写满
overview-findings-figure = 发现的问题
overview-nothing-to-see-to = 无需处理
overview-count = { $severity ->
    [serious] { $count } 个严重
    [moderate] { $count } 个中等
   *[info] { $count } 条提示
}

overview-findings = 发现的问题
overview-filter-all = 全部 { $count }
overview-filter-severity = { $severity } { $count }
overview-filter-silenced = 已静默 { $count }
overview-only = 仅 { $machine }
overview-one-machine = 一台虚拟机
overview-only-hint = 重新显示所有虚拟机的问题
overview-show-more = 显示更多（还有 { $count } 个）
overview-being-inspected = 正在检查所有内容。
overview-nothing-found = 没有发现需要您注意的问题。
overview-nothing-of-this-sort = 没有发现此类问题。
overview-nothing-silenced = 没有已静默的问题。
overview-more = 关于此问题的更多操作
overview-what-to-do = 该怎么做
overview-less = 收起
overview-silence = 静默…
overview-copy = 复制
overview-copy-path = 复制路径
overview-show-again = 重新显示
overview-show-again-hint = 结束对此问题的静默
overview-silenced-until = 静默至 { $date }
overview-silenced-for-ever = 永久静默
overview-silenced-because = { $silenced }：“{ $reason }”

overview-space = 空间分布
overview-space-map = 所有虚拟机的磁盘地图
overview-space-unmeasured = 尚无测量结果：每个文件对应一个色块，其大小即文件占用的空间。

overview-growth = 增长
overview-growth-more = 照此速度，每月增加 { $amount }
overview-growth-less = 照此速度，每月减少 { $amount }
overview-growth-none = 保持不变
overview-growth-begins = 只要 Snapgrove 当天运行过，就会记录每台虚拟机占用的空间。积累足够的天数后，此处将显示曲线。
overview-growth-days = { $known }/{ $needed } 天
overview-growth-at = { $date }：{ $amount }
overview-growth-spoken = 从 { $first }到 { $last }的增长，目前为 { $now }
