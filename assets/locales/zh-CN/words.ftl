## Counts, sizes and times, as they stand in other texts.

snapshots = { $count ->
    [0] 没有快照
   *[other] { $count } 个快照
}
machines = { $count ->
    [0] 没有虚拟机
   *[other] { $count } 台虚拟机
}
bytes = { $count } 字节
no-name = （无名称）

moment = { $year }年{ $month }月{ $day }日 { $time }
moment-and-age = { $moment } · { $age }
moment-unknown = 时间未知

age-future = 在将来
age-now = 刚刚
age-minutes = { $count } 分钟前
age-hours = { $count } 小时前
age-days = { $count } 天前
age-weeks = { $count } 周前
age-months = { $count } 个月前
age-years = { $count } 年前

time-about-a-second = 约 1 秒
time-between = { $low } 到 { $high } { $unit ->
    [s] 秒
    [min] 分钟
   *[h] 小时
}
time-about = 约 { $high } { $unit ->
    [s] 秒
    [min] 分钟
   *[h] 小时
}
time-up-to = 最多 { $high } { $unit ->
    [s] 秒
    [min] 分钟
   *[h] 小时
}

date = { $year }年{ $month }月{ $day }日
date-in-year = { $month }月{ $day }日

list-separator = ，
list-names = 、
list-sentences = ；

named = { $name }：{ $value }
two-sentences = { $first }。{ $second }
