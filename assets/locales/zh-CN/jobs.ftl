## 任务。

# 两个完整的句子，前后相接。
jobs-sentences = { $first }{ $second }

# 任务如何结束。
jobs-summary-done = 已完成
jobs-summary-nothing = 未执行任何操作
jobs-summary-some = { $all } 个步骤中已完成 { $done } 个
jobs-summary-failed = { $before }，{ $count } 个失败
jobs-summary-stopped = { $before }，{ $count } 个已停止
jobs-summary-compared = { $before }；{ $promise ->
        [takes] 预测占用 { $promised }
       *[frees] 预测释放 { $promised }
    }，{ $end ->
        [takes] 实际占用 { $freed }
       *[frees] 实际释放 { $freed }
    }
jobs-summary-freed = { $before }；释放了 { $freed }
jobs-stopped-stands = 虚拟机仍与之前相同；未完成的工作所产生的内容已移除。

# 为什么没有开始。
jobs-error-still-at-work = 先前的 Snapgrove 启动的 { $program } 仍在处理“{ $machine }”：{ $what }
jobs-error-still-at-work-advice = 请等待它完成，再查看虚拟机并重试。

# 历史记录中被中断的步骤。
jobs-journal-ended = Snapgrove 在执行中途结束
jobs-journal-told = 已在下次启动时告知

# 被中断的内容。
jobs-interrupted-in-step = Snapgrove 于 { $at } 在对“{ $machine }”执行一个步骤的中途结束：{ $step }。
jobs-interrupted-before-end = 于 { $at } 确认的任务在“{ $machine }”上尚未全部完成时，Snapgrove 已结束：{ $title }。
jobs-interrupted-done-before = 此前已完成 { $count } 个步骤。
jobs-interrupted-rest-one = 尚未开始：{ $step }。
jobs-interrupted-rest = 另有 { $count } 个步骤尚未开始。
jobs-closed = 窗口于 { $at } 关闭时，“{ $machine }”上的以下任务未全部完成：{ $title }。
jobs-closed-failed = { $step }失败：{ $what }。{ $stands }
jobs-closed-stopped = { $step }已停止。{ $stands }

# 被中断的任务中虚拟机监控程序仍在做的事，寥寥数语。
jobs-still-at-work = { $program } 仍在工作：{ $what }

# 中断之后虚拟机的状况。
jobs-stands-none-under-way = 当时没有步骤正在执行。
jobs-stands-tool-at-work = { $program } 仍在完成它。
jobs-stands-still-going = 它可能仍在进行：{ $words }。
jobs-stands-transient = 虚拟机监控程序仍在处理它。
jobs-stands-not-open = 它的连接没有打开，因此无法查看。
jobs-stands-unreadable = 现在无法读取虚拟机：{ $error }。
jobs-stands-before-unknown = 不知道虚拟机之前的状况。
jobs-stands-done = 它仍然完成了：虚拟机处于完成后应有的状态。
jobs-stands-left-over = 虚拟机与操作之前相同。留下了 { $count } 个没有任何用途的映像：检查会列出它们。
jobs-stands-no-clone = 虚拟机仍与之前相同，也没有新的虚拟机。未完成的克隆可能留下了文件。
jobs-stands-as-before = 虚拟机仍与该步骤之前相同。
jobs-stands-half = 虚拟机既不是之前的状态，也不是应有的状态：{ $differences }。
jobs-stands-mended = 现在请不要启动该虚拟机。所有内容都还在，Snapgrove 已经写好设置应有的内容：请在虚拟机菜单中选择“设置文件的副本…”，放回标有“已修复”的那一份。
jobs-stands-mending-stopped = 设置文件没有改动。问题解决后请再次放回已修复的副本。
jobs-stands-image-unlisted = 映像 { $image } 不在任何注册表中。
jobs-stands-image = { $path }：{ $problem }。
jobs-stands-not-found = 现在找不到该虚拟机。
jobs-stands-copy-back = 副本仍然已放回。
jobs-stands-copy-not = 设置文件不是该副本。
jobs-stands-copy-unknown = 无法比较：{ $error }。

# 中断之后可以做什么。
jobs-advice-confirm-rest = 如果仍需要其余部分，请重新确认。
jobs-advice-none = 无需任何操作。
jobs-advice-again = 没有丢失任何内容。如果仍需要，请重新执行。
jobs-advice-look = 在做其他操作之前，请先查看虚拟机。该步骤之前的设置文件副本保存在其设置副本中。
jobs-advice-wait = 请等待它完成：届时会再次查看虚拟机。
jobs-advice-refresh = 虚拟机可以再次读取时，请刷新。
jobs-advice-closed = 没有丢失任何内容。如果仍需要其余部分，请重新执行。

jobs-title-rename-one = 重命名{ $machine }的“{ $snapshot }”
jobs-title-rename = 重命名{ $machine }的 { $count } 个快照
jobs-title-rename-step = 将“{ $snapshot }”重命名为“{ $name }”
